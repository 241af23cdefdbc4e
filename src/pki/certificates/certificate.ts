import { createHash, randomBytes } from "node:crypto";
import { certificateParts } from "../der/certificate-parts.ts";
import { type Bytes, bitString, inside, integer, sequence, tagged, time } from "../der/der.ts";
import { PkiError } from "../der/pki-error.ts";
import type { Signer } from "../keys/signer.ts";
import { distinguishedName, type SubjectName } from "../names/distinguished-name.ts";

/** An authority that signs: its certificate (DER) and the holder of its key. */
export type Authority = { certificate: Uint8Array; signer: Signer };
export type Validity = { notBefore: Date; notAfter: Date };

/** What a profile decides; `extensions` in the order they are written. */
export type CertificatePlan = {
  serial: Uint8Array;
  subject: SubjectName;
  validity: Validity;
  publicKeyInfo: Uint8Array;
  extensions: Uint8Array[];
};

/** The only thing `signCertificate` accepts, and only once. `tbsHash` (SHA-256 hex) goes on record before signing. */
export type PreparedCertificate = { readonly tbs: Bytes; readonly tbsHash: string };
const preparedBy = new WeakMap<PreparedCertificate, Signer>();

/** 128 random bits, first bit 0 and second 1: positive, never shorter (RFC 5280 §4.1.2.2 allows 20 octets). */
export function newSerial(): Bytes {
  const serial = Uint8Array.from(randomBytes(16));
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  return serial;
}

/** Lays out the certificate under `authority`; signs nothing. */
export function prepareCertificate(authority: Authority, plan: CertificatePlan): PreparedCertificate {
  return prepare(authority.signer, certificateParts(authority.certificate).subject, plan);
}

/** Root: its own issuer. */
export function prepareSelfSigned(signer: Signer, plan: Omit<CertificatePlan, "publicKeyInfo">): PreparedCertificate {
  return prepare(signer, distinguishedName(plan.subject), { ...plan, publicKeyInfo: signer.publicKeyInfo });
}

/**
 * What an earlier process prepared and recorded, for the same authority: how an issuance goes on after a crash.
 * Refused where the bytes are not those of the record, or name another issuer.
 */
export function recallPrepared(authority: Authority, tbs: Uint8Array, tbsHash: string): PreparedCertificate {
  const own = createHash("sha256").update(tbs).digest("hex");
  const issuer = inside(tbs)[3]?.whole;
  const expected = certificateParts(authority.certificate).subject;
  if (own !== tbsHash || !issuer || Buffer.compare(issuer, expected) !== 0)
    throw new PkiError("not-prepared", "not what was recorded");
  return register({ tbs: Uint8Array.from(tbs), tbsHash }, authority.signer);
}

/** The same for a root, which is its own issuer: refused where the bytes name another subject or another key. */
export function recallSelfSigned(signer: Signer, tbs: Uint8Array, tbsHash: string): PreparedCertificate {
  const own = createHash("sha256").update(tbs).digest("hex");
  const [issuer, subject, key] = [3, 5, 6].map((index) => inside(tbs)[index]?.whole);
  const fits = issuer && subject && key && Buffer.compare(issuer, subject) === 0;
  if (own !== tbsHash || !fits || Buffer.compare(key, signer.publicKeyInfo) !== 0)
    throw new PkiError("not-prepared", "not what was recorded");
  return register({ tbs: Uint8Array.from(tbs), tbsHash }, signer);
}

/**
 * Whether a certificate says what `plan` would say of the same key, serial and days aside: name and extensions byte by byte.
 * Where the name is another one, a certificate in its place would have no holders.
 */
export function compareWithPlan(
  certificate: Uint8Array,
  plan: Omit<CertificatePlan, "publicKeyInfo">,
): "same" | "other-extensions" | "other-name" {
  const { subject } = certificateParts(certificate);
  if (Buffer.compare(subject, distinguishedName(plan.subject)) !== 0) return "other-name";
  const tbs = inside(certificate)[0]!;
  const written = inside(tbs.whole).at(-1)!.content;
  return Buffer.compare(written, sequence(...plan.extensions)) === 0 ? "same" : "other-extensions";
}

function prepare(signer: Signer, issuer: Uint8Array, plan: CertificatePlan): PreparedCertificate {
  if (plan.validity.notAfter <= plan.validity.notBefore)
    throw new PkiError("profile", "validity ends before it begins");
  if (plan.serial.length > 20) throw new PkiError("profile", "serial longer than 20 octets");
  const tbs = sequence(
    tagged(0, integer(2)),
    integer(plan.serial),
    signer.algorithm,
    issuer,
    sequence(time(plan.validity.notBefore), time(plan.validity.notAfter)),
    distinguishedName(plan.subject),
    plan.publicKeyInfo,
    tagged(3, sequence(...plan.extensions)),
  );
  return register({ tbs, tbsHash: createHash("sha256").update(tbs).digest("hex") }, signer);
}

function register(content: PreparedCertificate, signer: Signer): PreparedCertificate {
  const prepared = Object.freeze(content);
  preparedBy.set(prepared, signer);
  return prepared;
}

/** Signs what was prepared, with the signer it was prepared for; a second call is refused. Certificate, DER. */
export async function signCertificate(prepared: PreparedCertificate): Promise<Bytes> {
  const signer = preparedBy.get(prepared);
  if (!signer) throw new PkiError("not-prepared", "only a prepared certificate is signed, once");
  preparedBy.delete(prepared);
  return sequence(prepared.tbs, signer.algorithm, bitString(await signer.sign(prepared.tbs)));
}
