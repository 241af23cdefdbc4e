import { X509Certificate } from "node:crypto";
import { PkiError, parsing } from "../der/pki-error.ts";

export type Trust = { intermediates: Uint8Array[]; roots: Uint8Array[] };

const open = (certificate: Uint8Array): X509Certificate =>
  parsing("certificate", () => new X509Certificate(Buffer.from(certificate)));

/**
 * Path from `certificate` to a trusted root, leaf first, every link signed and valid at `at` (RFC 5280 §6.1, the part
 * that our own hierarchy uses: names, signatures, validity, cA). Revocation is the caller's question.
 */
export function checkChain(certificate: Uint8Array, trust: Trust, at: Date): Uint8Array[] {
  const roots = trust.roots.map(open);
  const intermediates = trust.intermediates.map(open);
  const path = [open(certificate)];
  for (;;) {
    const last = path.at(-1)!;
    if (at < last.validFromDate || at > last.validToDate) throw new PkiError("not-valid-now", last.subject);
    if (roots.some((root) => root.fingerprint256 === last.fingerprint256)) return path.map((link) => link.raw);
    const issuer = [...roots, ...intermediates].find(
      (other) => other.ca && last.checkIssued(other) && last.verify(other.publicKey),
    );
    if (!issuer || path.length > 4) throw new PkiError("untrusted", `no issuer for ${last.subject}`);
    path.push(issuer);
  }
}
