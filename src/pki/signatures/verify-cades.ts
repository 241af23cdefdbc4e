import { createHash, verify, X509Certificate } from "node:crypto";
import { certificateParts } from "../der/certificate-parts.ts";
import { type Bytes, elements, inside, oid } from "../der/der.ts";
import { oids } from "../der/oids.ts";
import { PkiError, parsing } from "../der/pki-error.ts";
import { attributeValue, readSignedData, type SignedData, sameBytes } from "../der/signed-data.ts";

/** What a good signature says. The path of `certificate` is the caller's question (`checkChain`). */
export type VerifiedSignature = {
  certificate: Bytes;
  certificates: Bytes[];
  content: Uint8Array;
  /** Claimed by the signer. */
  signedAt: Date | undefined;
  signatureHash: Uint8Array;
  timestampToken: Bytes | undefined;
};

const digests = new Map([
  [oids.sha256, "sha256"],
  [oids.sha384, "sha384"],
  [oids.sha512, "sha512"],
]);
const signatures = new Map([
  [oids.rsaEncryption, undefined],
  [oids.sha256WithRsa, "sha256"],
  [oids.sha384WithRsa, "sha384"],
  [oids.sha512WithRsa, "sha512"],
]);

/**
 * Checks a CAdES signature: digest, signed attributes, signing-certificate-v2, RSA signature.
 * `detached` is the content when it does not travel inside. Throws PkiError naming the first thing wrong.
 */
export function verifyCades(
  message: Uint8Array,
  detached?: Uint8Array,
  contentType: string = oids.data,
): VerifiedSignature {
  const signed = readSignedData(message);
  const { signer } = signed;
  const content = signed.content ?? detached;
  if (!content) throw new PkiError("malformed", "the content is neither inside nor given");
  if (detached && signed.content && !sameBytes(detached, signed.content))
    throw new PkiError("digest-mismatch", "the content inside is another one");
  const attributes = parsing("signed attributes", () => inside(signer.attributes));
  if (!sameBytes(attributeValue(attributes, oids.contentType)?.whole, oid(contentType)))
    throw new PkiError("malformed", "content type is another one");
  if (!sameBytes(signed.contentType, oid(contentType))) throw new PkiError("malformed", "content type is another one");
  const hash = named(digests, signer.digestAlgorithm)!;
  if (!sameBytes(attributeValue(attributes, oids.messageDigest)?.content, createHash(hash).update(content).digest()))
    throw new PkiError("digest-mismatch", "the content was changed");
  const certificate = signerCertificate(signed);
  const [first, second] = [oids.signingCertificate, oids.signingCertificateV2].map((type) =>
    attributeValue(attributes, type),
  );
  // RFC 3161 knew only the first version, and many authorities still write it (RFC 5816 §2.2.1): in time stamps it will do.
  if (!second && first && contentType === oids.timestampInfo) checkFirstVersion(first.whole, certificate);
  else checkSigningCertificate(second?.whole, certificate);
  const signatureHash = named(signatures, signer.signatureAlgorithm) ?? hash;
  const key = parsing("certificate", () => new X509Certificate(Buffer.from(certificate)).publicKey);
  if (key.asymmetricKeyType !== "rsa" || !verify(signatureHash, signer.attributes, key, signer.signature))
    throw new PkiError("bad-signature", "the signature is not of this key");
  const signedAt = attributeValue(attributes, oids.signingTime);
  return {
    certificate,
    certificates: signed.certificates,
    content,
    signedAt: signedAt && parsing("signing time", () => readTime(signedAt.tag, signedAt.content)),
    signatureHash: createHash("sha256").update(signer.signature).digest(),
    timestampToken: attributeValue(signer.unsignedAttributes, oids.timestampToken)?.whole,
  };
}

function named<T>(table: Map<string, T>, identifier: Bytes): T {
  for (const [dotted, value] of table) if (sameBytes(identifier, oid(dotted))) return value;
  throw new PkiError("algorithm-not-allowed", Buffer.from(identifier).toString("hex"));
}

function signerCertificate({ certificates, signer }: SignedData): Bytes {
  const found = certificates.find((one) => {
    const { issuer, serial } = parsing("certificate", () => certificateParts(one));
    return sameBytes(issuer, signer.issuer) && sameBytes(serial, signer.serial);
  });
  if (!found) throw new PkiError("signer-certificate", "the signer's certificate is not inside");
  return found;
}

/** ESSCertIDv2 (RFC 5035 §4): the first one names the signer's certificate by its hash. */
function checkSigningCertificate(attribute: Bytes | undefined, certificate: Bytes): void {
  if (!attribute) throw new PkiError("signer-certificate", "signing-certificate-v2 is missing");
  const [named, algorithm] = parsing("signing-certificate-v2", () => {
    const fields = elements(inside(inside(attribute)[0]!.whole)[0]!.content);
    return fields[0]?.tag === 0x30 ? [fields[1]?.content, elements(fields[0].content)[0]!.whole] : [fields[0]?.content];
  });
  const hash = algorithm ? namedDigest(algorithm) : "sha256";
  if (!sameBytes(named, createHash(hash).update(certificate).digest()))
    throw new PkiError("signer-certificate", "signed with another certificate in mind");
}

/** ESSCertID (RFC 2634 §5.4.1): the certificate's SHA-1. It names the certificate inside; the signature itself is of SHA-2. */
function checkFirstVersion(attribute: Bytes, certificate: Bytes): void {
  const named = parsing("signing-certificate", () => inside(inside(inside(attribute)[0]!.whole)[0]!.whole)[0]?.content);
  if (!sameBytes(named, createHash("sha1").update(certificate).digest()))
    throw new PkiError("signer-certificate", "signed with another certificate in mind");
}

const namedDigest = (algorithm: Bytes): string => named(digests, algorithm);

/** UTCTime or GeneralizedTime, Zulu (RFC 5280 §4.1.2.5); parts of a second, which a time stamp may have, are left out. */
export function readTime(tag: number, content: Uint8Array): Date {
  const words = Buffer.from(content).toString("latin1");
  const full = tag === 0x17 ? `${Number(words.slice(0, 2)) < 50 ? "20" : "19"}${words}` : words;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(full);
  if (!parts) throw new RangeError(`time ${words}`);
  const [, year, month, day, hour, minute, second] = parts;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
