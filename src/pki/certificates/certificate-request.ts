import { isUtf8 } from "node:buffer";
import { createHash, createPublicKey, verify } from "node:crypto";
import { CertificationRequest } from "@peculiar/asn1-csr";
import { AsnConvert } from "@peculiar/asn1-schema";
import { certificateParts } from "../der/certificate-parts.ts";
import { type Bytes, type Element, elements, inside } from "../der/der.ts";
import { oids } from "../der/oids.ts";
import { PkiError, parsing } from "../der/pki-error.ts";
import { checkDer } from "../der/strict-der.ts";
import { checkRsaKey, type KnownWeak } from "../keys/key-policy.ts";
import { areNull, readRsaKey, rsaKeyInfo } from "../keys/rsa-key.ts";

/**
 * What is taken from a PKCS#10 request: the key, nothing else. The subject comes from what the agents verified.
 * `publicKeyInfo` is written anew from modulus and exponent, so that one key has one encoding and one hash.
 */
export type CertificateRequest = { publicKeyInfo: Bytes; keyHash: string; requestHash: string };

const hashes: Record<string, string> = {
  [oids.sha256WithRsa]: "sha256",
  [oids.sha384WithRsa]: "sha384",
  [oids.sha512WithRsa]: "sha512",
};

/**
 * Reads a request (DER, RFC 2986) and checks key policy and proof of possession. `keyHash`, `requestHash`: SHA-256 hex.
 * `known`: lists of compromised keys, if the installation has any.
 */
export function readCertificateRequest(request: Uint8Array, known?: KnownWeak): CertificateRequest {
  if (request.length > 8192) throw new PkiError("malformed", "request longer than 8 kB");
  checkDer(request);
  const { info, sentKey, algorithm } = parsing("request", () => requestParts(request));
  const parsed = parsing("request", () => AsnConvert.parse(request, CertificationRequest));
  const key = readRsaKey(sentKey);
  checkDer(keyInside(sentKey));
  checkRsaKey(key, known);
  const hash = hashes[parsed.signatureAlgorithm.algorithm];
  if (!hash || !areNull(algorithm.slice(1)))
    throw new PkiError("algorithm-not-allowed", parsed.signatureAlgorithm.algorithm);
  const publicKeyInfo = rsaKeyInfo(key);
  const signer = createPublicKey({ key: Buffer.from(publicKeyInfo), format: "der", type: "spki" });
  if (!verify(hash, info, signer, Buffer.from(parsed.signature)))
    throw new PkiError("proof-of-possession", "the request is not signed by its own key");
  return { publicKeyInfo, keyHash: sha256(publicKeyInfo), requestHash: sha256(request) };
}

/** `keyHash` of a request that was taken when keys were hashed as they came, in whatever form OpenSSL reads. */
export function keyHashOf(request: Uint8Array): string {
  return keyHashOfInfo(parsing("request", () => requestParts(request)).sentKey);
}

/** The same of a certificate's key. */
export function keyHashOfCertificate(certificate: Uint8Array): string {
  return keyHashOfInfo(parsing("certificate", () => certificateParts(certificate)).publicKeyInfo);
}

function keyHashOfInfo(publicKeyInfo: Uint8Array): string {
  const { n = "", e = "" } = parsing("public key", () =>
    createPublicKey({ key: Buffer.from(publicKeyInfo), format: "der", type: "spki" }).export({ format: "jwk" }),
  );
  const number = (part: string): bigint => BigInt(`0x${Buffer.from(part, "base64url").toString("hex")}`);
  return sha256(rsaKeyInfo({ modulus: number(n), exponent: number(e) }));
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The RSAPublicKey: only a key that was read as RSA has DER in its BIT STRING. */
const keyInside = (publicKeyInfo: Uint8Array): Uint8Array => inside(publicKeyInfo)[1]!.content.subarray(1);

/** Three parts, of which the first has four (RFC 2986 §4). */
function requestParts(request: Uint8Array): { info: Bytes; sentKey: Bytes; algorithm: Element[] } {
  const whole = inside(request);
  const [info, algorithm] = whole;
  const parts = info ? inside(info.whole) : [];
  const [version, name, sentKey] = parts;
  // Some leave the attributes out where they have none; everybody reads that.
  if (tagsOf(whole) !== "30 30 03" || !/^02 30 30( a0)?$/.test(tagsOf(parts)))
    throw new RangeError("not a PKCS#10 request");
  if (Buffer.compare(version!.content, Uint8Array.of(0)) !== 0) throw new RangeError("not version 0");
  checkName(name!);
  return { info: info!.whole, sentKey: sentKey!.whole, algorithm: elements(algorithm!.content) };
}

const tagsOf = (parts: Element[]): string => parts.map(({ tag }) => tag.toString(16).padStart(2, "0")).join(" ");

/** The subject is read by nobody here, but what other software cannot read is no request. */
function checkName(name: Element): void {
  for (const set of elements(name.content))
    for (const attribute of elements(set.content)) {
      const [type, value, ...more] = elements(attribute.content);
      if (set.tag !== 0x31 || type?.tag !== 0x06 || !value || more.length > 0 || !isString(value))
        throw new RangeError("not a name");
    }
}

/** Octets of each letter of the string types whose letters have a fixed length (X.680 §41). */
const octetsOfLetter: Record<number, number> = { 18: 1, 19: 1, 20: 1, 22: 1, 28: 4, 30: 2 };
const isString = ({ tag, content }: Element): boolean =>
  tag === 0x0c ? isUtf8(Buffer.from(content)) : content.length % (octetsOfLetter[tag] ?? Number.NaN) === 0;
