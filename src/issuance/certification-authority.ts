import type { CertificateType } from "../pki/certificates/certificate-type.ts";
import type { RevocationReason } from "../pki/certificates/revocation-list.ts";
import type { CompanyHolder, NaturalHolder } from "../pki/names/other-names.ts";
import type { Transaction } from "../platform/database.ts";
import { GiveUpError } from "../platform/jobs/job-troubles.ts";
import type { Context } from "../platform/settings/context.ts";

/** What a certificate shall say, and of which key. */
export type AskedCertificate = {
  type: CertificateType;
  months: number;
  /** After a revocation: no longer than the time that was paid for, which began with the first one. */
  paidUntil: Date | undefined;
  holder: NaturalHolder | CompanyHolder;
  identification: { raCnpj: string; way: "videoconferencia" };
  publicKeyInfo: Uint8Array;
  /** PKCS#10, DER, its key and its proof of possession checked. */
  request: Uint8Array;
};

/** The exact bytes that go on record before anything is asked or signed: of our own authority, those that it will sign. */
export type PreparedIssuance = {
  /** Hex, upper case, unused. Our own authority prints it; another may print its own, and knows the request by this one. */
  serial: string;
  /** Of our own authorities, the one that signs; null: one outside. */
  authorityId: string | null;
  content: Uint8Array;
  /** SHA-256, hex. */
  contentHash: string;
};

/** As it was recorded. `pendingAs`: what the authority said it would know the request by, where it has not decided. */
export type RecordedIssuance = PreparedIssuance & { request: Uint8Array; pendingAs: string | undefined };

export type IssuanceAnswer =
  /** DER. `chain`, from the issuer to the root, of an authority outside; that of our own is published. */
  | { certificate: Uint8Array; chain?: Uint8Array[] }
  /** Not decided: it is asked again then, with `pendingAs`. */
  | { pendingAs: string; askAgainAt: Date }
  /** Nothing will be issued for this request, ever; in the words in which a person of the AR reads it. */
  | { refused: string };

/** Revoked, or given up before its certificate was stored (`certificate` is then undefined): no certificate of it may live. */
type EndedIssuance = RecordedIssuance & {
  certificate: Uint8Array | undefined;
  reason: RevocationReason;
  revokedAt: Date;
};

/** The authority outside does not answer, and nothing is known: it is asked again by the job that was left. */
export class AuthorityUnreachable extends Error {}

/**
 * Who issues the holders' certificates, seen from the order. Every call but `prepare` is made outside transactions and may be
 * repeated: the serial, chosen by us, is the idempotency key. Rejects where nothing is known.
 */
export interface CertificationAuthority {
  /** Stored with each intent: "installation". */
  readonly name: string;
  /** Lays out what will be asked, in the transaction that records it: it reaches nobody and signs nothing. */
  prepare(ctx: Context, tx: Transaction, asked: AskedCertificate): Promise<PreparedIssuance>;
  /** Asks for what was recorded, or asks again what became of it. The same record gives the same certificate. */
  issue(ctx: Context, recorded: RecordedIssuance): Promise<IssuanceAnswer>;
  /** From then on no certificate of this record is good. Resolves as well where there is none, or it was revoked before. */
  revoke(ctx: Context, ended: EndedIssuance): Promise<void>;
}

/** The first one issues; the others issued before it, and are asked to revoke. */
export type CertificationAuthorities = readonly [CertificationAuthority, ...CertificationAuthority[]];

/** The authority of that name. One that is connected no more, after a change of authority, is a matter for a person. */
export function authorityNamed(authorities: CertificationAuthorities, name: string): CertificationAuthority {
  const found = authorities.find((one) => one.name === name);
  if (!found) throw new GiveUpError(`the certification authority ${name} is not connected`);
  return found;
}
