import { certificateParts } from "../der/certificate-parts.ts";
import { type Bytes, bitString, integer, sequence, tagged, time } from "../der/der.ts";
import type { Authority } from "./certificate.ts";
import { authorityKey, crlNumber, crlReason } from "./extensions.ts";

/** RFC 5280 §5.3.1; "unspecified" is written by leaving the extension out. */
export const revocationReasons = {
  unspecified: 0,
  "key-compromise": 1,
  "affiliation-changed": 3,
  superseded: 4,
  "cessation-of-operation": 5,
  "privilege-withdrawn": 9,
} as const;
export type RevocationReason = keyof typeof revocationReasons;

export type Revoked = { serial: Uint8Array; revokedAt: Date; reason: RevocationReason };
type RevocationListPlan = { number: number; thisUpdate: Date; nextUpdate: Date; revoked: Revoked[] };

/** CRL v2 with AKI and cRLNumber, both obligatory (DOC-ICP-04 item 7.2). DER. */
export async function signRevocationList(authority: Authority, plan: RevocationListPlan): Promise<Bytes> {
  const { signer, certificate } = authority;
  const entries = plan.revoked.map(({ serial, revokedAt, reason }) => {
    const code = revocationReasons[reason];
    return sequence(integer(serial), time(revokedAt), ...(code === 0 ? [] : [sequence(crlReason(code))]));
  });
  const list = sequence(
    integer(1),
    signer.algorithm,
    certificateParts(certificate).subject,
    time(plan.thisUpdate),
    time(plan.nextUpdate),
    // An empty revokedCertificates must be absent (RFC 5280 §5.1.2.6).
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    tagged(0, sequence(authorityKey(signer.publicKeyInfo), crlNumber(plan.number))),
  );
  return sequence(list, signer.algorithm, bitString(await signer.sign(list)));
}
