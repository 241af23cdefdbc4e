import type { Actor } from "../../audit/audit-chain.ts";
import { isFrozen } from "../../irregularities/irregularities-reads.ts";
import { secondsUntilNextCode } from "../../orders/contact/contact-code.ts";
import { accessOf } from "../../orders/orders-reads.ts";
import type { RevocationReason } from "../../pki/certificates/revocation-list.ts";
import { type Reader, sql } from "../../platform/database.ts";
import type { IssuanceFacts, OfferedReason, SaidBy } from "./issuance.ts";
import { type CodePurpose, issuanceCodesOf } from "./issuance-code-store.ts";

/** The facts about an order that decide on its certificate; undefined where there is no such order. */
export async function issuanceFacts(reader: Reader, orderId: string, now: Date): Promise<IssuanceFacts | undefined> {
  const { rows } = await sql<Omit<IssuanceFacts, "frozen">>`
    select
      exists (select 1 from payments where order_id = o.id) as paid,
      o.cancelled_at is not null as cancelled,
      case p.device when 'none' then 'software' else 'device' end as "keyOrigin",
      exists (select 1 from proofings f join validations v on v.proofing_id = f.id
              where f.order_id = o.id and v.outcome = 'approved'
                and not exists (select from spent_approvals e where e.proofing_id = f.id)
                and not exists (select from verifications n where n.proofing_id = f.id and n.outcome = 'refused')
                and not exists (select from returns b join return_answers t on t.return_id = b.id
                  where b.proofing_id = f.id and t.outcome = 'redo')) as validated,
      a.proofing_id is not null as verified,
      exists (select 1 from seals s where s.proofing_id = a.proofing_id) as "dossierSealed",
      exists (select from issuance_intents i where i.order_id = o.id and i.authority_id is null
        and i.abandoned_at is null and i.revoked_at is null
        and not exists (select from certificates n where n.serial = i.serial)) as asked,
      c.serial is not null as "certificateIssued",
      t.signed_at is not null as "agreementSigned",
      r.serial is not null as revoked,
      coalesce((select min(not_after) from certificates where order_id = o.id) > ${now}, true) as "paidTimeRuns"
    from orders o
    join products p on p.id = o.product_id
    left join lateral (
      select v.proofing_id from proofings f
      join validations v on v.proofing_id = f.id and v.outcome = 'approved'
      join verifications w on w.proofing_id = f.id and w.outcome = 'approved' and w.agent_id <> v.agent_id
      where f.order_id = o.id and not exists (select from spent_approvals e where e.proofing_id = f.id)
      order by w.verified_at desc limit 1) a on true
    left join lateral (select serial from certificates where order_id = o.id order by issued_at desc, serial limit 1) c
      on true
    left join subscriber_agreements t on t.serial = c.serial
    left join revocations r on r.serial = c.serial
    where o.id = ${orderId}`.execute(reader);
  const row = rows[0];
  return row && { ...row, frozen: await isFrozen(reader, orderId) };
}

/** Until when the order's first certificate was to last: the time that was paid for. undefined: none was issued. */
export async function paidTimeOf(reader: Reader, orderId: string): Promise<Date | undefined> {
  const { rows } = await sql<{ until: Date | null }>`
    select min(not_after) as until from certificates where order_id = ${orderId}`.execute(reader);
  return rows[0]?.until ?? undefined;
}

export type IssuedCertificate = {
  /** The reserved one, by which the house knows it. */
  serial: string;
  /** What stands in the certificate: an authority outside prints its own. */
  printedSerial: string;
  orderId: string;
  commonName: string;
  /** DER. */
  certificate: Uint8Array;
  /** DER, from the issuer to the root; null: of our own authorities, whose chain is published. */
  chain: Uint8Array[] | null;
  fingerprint: string;
  notBefore: Date;
  notAfter: Date;
  issuedAt: Date;
  agreement: string;
  agreementSignedAt: Date | null;
  revokedAt: Date | null;
  revokedReason: RevocationReason | null;
  revokedBy: Actor | null;
  revokedNote: string | null;
  /** Its authority knows of the revocation: from then on nobody accepts the certificate. */
  revocationTold: boolean;
};

const certificateColumns = sql`
  c.serial, coalesce(c.printed_serial, c.serial) as "printedSerial", c.order_id as "orderId", c.common_name as "commonName",
  c.certificate, c.chain, c.fingerprint,
  c.not_before as "notBefore", c.not_after as "notAfter", c.issued_at as "issuedAt",
  t.text as agreement, t.signed_at as "agreementSignedAt", r.revoked_at as "revokedAt", r.reason as "revokedReason",
  r.revoked_by as "revokedBy", r.note as "revokedNote",
  c.authority_id is not null or exists (select from told_revocations d where d.serial = c.serial) as "revocationTold"
  from certificates c
  join subscriber_agreements t on t.serial = c.serial
  left join revocations r on r.serial = c.serial`;

/** The order's newest certificate with its agreement and, if it was revoked, when, why and by whom. */
export async function issuedCertificateOf(reader: Reader, orderId: string): Promise<IssuedCertificate | undefined> {
  return (await certificatesOf(reader, orderId))[0];
}

/** Every certificate of the order, the newest first: more than one where one was revoked. */
export async function certificatesOf(reader: Reader, orderId: string): Promise<IssuedCertificate[]> {
  const { rows } = await sql<IssuedCertificate>`select ${certificateColumns}
    where c.order_id = ${orderId} order by c.issued_at desc, c.serial`.execute(reader);
  return rows;
}

export async function issuedCertificateBySerial(
  reader: Reader,
  serial: string,
): Promise<IssuedCertificate | undefined> {
  const wanted = serial.toUpperCase();
  const { rows } = await sql<IssuedCertificate>`select ${certificateColumns} where c.serial = ${wanted}`.execute(
    reader,
  );
  return rows[0];
}

export type CertificateRow = IssuedCertificate & { orderNumber: string; productName: string };

/** The AR's certificates, newest first, at most 100; `words` narrows by serial, order number, CPF, CNPJ or name. */
export async function certificatesOfRa(reader: Reader, raId: string, words = ""): Promise<CertificateRow[]> {
  const bare = words.replace(/[\s.\-/]/g, "").toUpperCase();
  const like = `%${words.replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } =
    await sql<CertificateRow>`select o.number as "orderNumber", p.name as "productName", ${certificateColumns}
    join orders o on o.id = c.order_id join products p on p.id = o.product_id
    where o.ra_id = ${raId} and (${words} = '' or coalesce(c.printed_serial, c.serial) = ${bare} or o.number = ${bare} or o.cpf = ${bare}
      or o.cnpj = ${bare} or o.applicant_name ilike ${like} or o.company_name ilike ${like})
    order by c.issued_at desc limit 100`.execute(reader);
  return rows;
}

/** What may be said of a revocation on this day ("2026-11-29"), in the order of the page. */
export async function reasonsOfferedOn(reader: Reader, saidBy: SaidBy, day: string): Promise<OfferedReason[]> {
  const { rows } = await sql<OfferedReason>`select code, words from revocation_reasons
    where said_by = ${saidBy} and valid_from <= ${day} and (valid_until is null or valid_until > ${day})
    order by position`.execute(reader);
  return rows;
}

type SignedAgreement = { text: string; signature: Uint8Array; timestampToken: Uint8Array; signedAt: Date };

/** The subscriber agreement as signed; undefined before. */
export async function signedAgreementOf(reader: Reader, orderId: string): Promise<SignedAgreement | undefined> {
  const { rows } = await sql<SignedAgreement>`select text, signature, timestamp_token as "timestampToken",
    signed_at as "signedAt" from subscriber_agreements where order_id = ${orderId} and signature is not null
    order by offered_at desc limit 1`.execute(reader);
  return rows[0];
}

/** Whether the browser of this access token proved, for this purpose, that it reads the holder's e-mail. */
export async function isConfirmedFor(
  reader: Reader,
  asked: { orderId: string; accessToken: string; purpose?: CodePurpose },
  now: Date,
): Promise<boolean> {
  const { orderId, accessToken, purpose = "issuance" } = asked;
  const access = await accessOf(reader, accessToken, orderId, now);
  const codes = access ? await issuanceCodesOf(reader, orderId, purpose) : [];
  return codes.some(({ confirmedAccessId }) => confirmedAccessId === access?.accessId);
}

/**
 * When the newest code was sent to this browser, undefined where none may be typed any more; and in how many seconds
 * another may be asked for (0: now), `perHour` by whichever browser. `isFirst`: the order had no other.
 */
export async function issuanceCodeState(
  reader: Reader,
  asked: { orderId: string; accessToken: string; perHour: number; purpose?: CodePurpose },
  now: Date,
): Promise<{ sentAt: Date | undefined; nextInSeconds: number; isFirst: boolean }> {
  const { orderId, accessToken, perHour, purpose = "issuance" } = asked;
  const access = await accessOf(reader, accessToken, orderId, now);
  const codes = await issuanceCodesOf(reader, orderId, purpose);
  const latest = codes.find((code) => code.accessId === access?.accessId && now < code.expiresAt);
  const sent = codes.map(({ createdAt }) => createdAt);
  const nextInSeconds = secondsUntilNextCode(sent, now, perHour);
  return { sentAt: latest?.createdAt, nextInSeconds, isFirst: codes.length === 1 };
}
