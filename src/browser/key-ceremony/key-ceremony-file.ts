import * as der from "../../pki/der/der.ts";
import { sha1, sha256 } from "./key-ceremony-digest.ts";
import { decrypt, deriveBytes, encrypt, type Kind, number, random } from "./key-ceremony-encryption.ts";

const subtle = globalThis.crypto.subtle;
const data = "1.2.840.113549.1.7.1";
const encryptedData = "1.2.840.113549.1.7.6";
const shroudedKeyBag = "1.2.840.113549.1.12.10.1.2";
const certificateBag = "1.2.840.113549.1.12.10.1.3";
const x509Certificate = "1.2.840.113549.1.9.22.1";
const friendlyName = "1.2.840.113549.1.9.20";
const localKeyId = "1.2.840.113549.1.9.21";
const macHash = { modern: "SHA-256", compatible: "SHA-1" } as const;
/** As many as keep a guess as dear at the MAC as at the key; old Windows is slow, not limited. */
const macIterations = { modern: 100_000, compatible: 20_000 };
const macHashOid = { modern: "2.16.840.1.101.3.4.2.1", compatible: "1.3.14.3.2.26" };

export type FileContents = {
  /** PKCS#8, DER. */
  privateKey: Uint8Array;
  /** The holder's own first. */
  certificates: Uint8Array[];
  /** Shown by the system's list of certificates. */
  name: string;
};

/** PKCS#12 file (RFC 7292): certificates and key both encrypted, the whole under a MAC. */
export async function packFile(kind: Kind, password: string, contents: FileContents): Promise<Uint8Array> {
  const keyId = new Uint8Array(await subtle.digest("SHA-1", Uint8Array.from(contents.certificates[0]!)));
  const name = Uint8Array.from(
    [...contents.name].flatMap((letter) => [letter.charCodeAt(0) >> 8, letter.charCodeAt(0) & 255]),
  );
  const attributes = der.set(
    der.sequence(der.oid(localKeyId), der.set(der.octetString(keyId))),
    der.sequence(der.oid(friendlyName), der.set(der.tlv(0x1e, name))),
  );
  const bags = contents.certificates.map((certificate, i) => {
    const value = der.sequence(der.oid(x509Certificate), der.tagged(0, der.octetString(certificate)));
    return der.sequence(der.oid(certificateBag), der.tagged(0, value), ...(i === 0 ? [attributes] : []));
  });
  const certificates = await encrypt(kind, password, der.sequence(...bags));
  const key = await encrypt(kind, password, contents.privateKey);
  const keyValue = der.sequence(key.algorithm, der.octetString(key.secret));
  const keyBag = der.sequence(der.oid(shroudedKeyBag), der.tagged(0, keyValue), attributes);
  const safe = der.sequence(
    der.sequence(
      der.oid(encryptedData),
      der.tagged(
        0,
        der.sequence(
          der.integer(0),
          der.sequence(der.oid(data), certificates.algorithm, der.taggedPrimitive(0, certificates.secret)),
        ),
      ),
    ),
    der.sequence(der.oid(data), der.tagged(0, der.octetString(der.sequence(keyBag)))),
  );
  const salt = random(16);
  const iterations = macIterations[kind];
  const digest = der.sequence(
    der.sequence(der.oid(macHashOid[kind]), der.nothing()),
    der.octetString(await mac(kind, password, salt, iterations, safe)),
  );
  return der.sequence(
    der.integer(3),
    der.sequence(der.oid(data), der.tagged(0, der.octetString(safe))),
    der.sequence(digest, der.octetString(salt), der.integer(iterations)),
  );
}

async function mac(
  kind: Kind,
  password: string,
  salt: Uint8Array,
  iterations: number,
  safe: Uint8Array,
): Promise<der.Bytes> {
  const hash = macHash[kind];
  const bytes =
    hash === "SHA-1"
      ? deriveBytes(sha1, 3, password, salt, iterations, 20)
      : deriveBytes(sha256, 3, password, salt, iterations, 32);
  const key = await subtle.importKey("raw", bytes, { name: "HMAC", hash }, false, ["sign"]);
  return new Uint8Array(await subtle.sign("HMAC", key, Uint8Array.from(safe)));
}

/**
 * Opens a file that `packFile` made, from its bytes alone: MAC, certificates, key. Throws where the password is
 * another or a byte changed. This is how the password is proven before the holder leaves the page.
 */
export async function openFile(file: Uint8Array, password: string): Promise<Omit<FileContents, "name">> {
  const [, authSafe, macData] = der.inside(file);
  const safe = octetsIn(authSafe!);
  const [digest, salt, iterations] = der.elements(macData!.content);
  const [macAlgorithm, macValue] = der.elements(digest!.content);
  const modern = String(der.elements(macAlgorithm!.content)[0]!.whole) === String(der.oid(macHashOid.modern));
  const expected = await mac(
    modern ? "modern" : "compatible",
    password,
    salt!.content,
    number(iterations!.content),
    safe,
  );
  if (String(expected) !== String(macValue!.content)) throw new Error("the password does not open the file");
  const [certificatePart, keyPart] = der.inside(safe);
  const enveloped = der.inside(der.elements(certificatePart!.content)[1]!.content)[1]!;
  const [, algorithm, secret] = der.elements(enveloped.content);
  const bags = der.inside(await decrypt({ algorithm: algorithm!.whole, secret: secret!.content }, password));
  const keyBag = der.inside(octetsIn(keyPart!))[0]!;
  const [keyAlgorithm, keySecret] = der.inside(der.elements(keyBag.content)[1]!.content);
  return {
    privateKey: await decrypt({ algorithm: keyAlgorithm!.whole, secret: keySecret!.content }, password),
    certificates: bags.map((bag) => octetsIn(der.elements(der.elements(bag.content)[1]!.content)[0]!)),
  };
}

/** Everything in PKCS#12 is an OID followed by [0] with an OCTET STRING: this is what it holds. */
function octetsIn(pair: der.Element): der.Bytes {
  return der.elements(der.elements(pair.content)[1]!.content)[0]!.content;
}
