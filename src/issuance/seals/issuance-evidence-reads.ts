import { canonicalJson } from "../../audit/audit-chain.ts";
import type { NewEvidence } from "../../dossiers/dossier.ts";
import { toPem } from "../../pki/der/pem.ts";
import { type Reader, sql } from "../../platform/database.ts";

type Row = {
  proofingId: string;
  serial: string;
  request: Uint8Array;
  certificate: Uint8Array;
  chain: Uint8Array[] | null;
  fingerprint: string;
  text: string;
  signature: Uint8Array;
  timestampToken: Uint8Array;
};

/** What issuance keeps of a certificate whose agreement is signed, as dossier items; undefined before. */
export async function issuanceEvidence(
  reader: Reader,
  { orderId, serial: wanted }: { orderId: string; serial: string },
): Promise<{ proofingId: string; evidence: NewEvidence[] } | undefined> {
  const { rows } = await sql<Row>`
    select i.proofing_id as "proofingId", c.serial, i.request, c.certificate, c.chain, c.fingerprint, t.text, t.signature,
      t.timestamp_token as "timestampToken"
    from certificates c
    join issuance_intents i on i.serial = c.serial
    join subscriber_agreements t on t.serial = c.serial and t.signature is not null
    where c.order_id = ${orderId} and c.serial = ${wanted}`.execute(reader);
  const [row] = rows;
  if (!row) return undefined;
  const { proofingId, serial, fingerprint } = row;
  const about = { serial, fingerprint };
  const pem = "application/x-pem-file";
  const signed = { mediaType: "application/pkcs7-signature", about };
  const log = await deliveryLog(reader, orderId);
  const evidence: NewEvidence[] = [
    {
      kind: "certificate-request",
      name: "pedido.csr.pem",
      mediaType: pem,
      about,
      content: Buffer.from(toPem("CERTIFICATE REQUEST", row.request)),
    },
    {
      kind: "certificate",
      name: "certificado.pem",
      mediaType: pem,
      about,
      content: Buffer.from([row.certificate, ...(row.chain ?? [])].map((one) => toPem("CERTIFICATE", one)).join("")),
    },
    {
      kind: "agreement",
      name: "termo.txt",
      mediaType: "text/plain; charset=utf-8",
      about,
      content: Buffer.from(row.text),
    },
    { kind: "agreement-signature", name: "termo.p7s", ...signed, content: row.signature },
    {
      kind: "agreement-timestamp",
      name: "termo.tst",
      mediaType: "application/timestamp-token",
      about,
      content: row.timestampToken,
    },
    {
      kind: "certificate-delivery",
      name: "entrega.json",
      mediaType: "application/json",
      about,
      content: Buffer.from(canonicalJson(log)),
    },
  ];
  return { proofingId, evidence };
}

/** Signed agreements whose certificate stands in no seal, oldest first. */
export async function unsealedAgreements(reader: Reader): Promise<{ orderId: string; serial: string }[]> {
  const { rows } = await sql<{ orderId: string; serial: string }>`
    select c.order_id as "orderId", c.serial from subscriber_agreements t
    join certificates c on c.serial = t.serial
    join issuance_intents i on i.serial = c.serial
    where t.signature is not null
      and not exists (select from seals s where s.proofing_id = i.proofing_id and s.stage = 'issuance')
    order by t.signed_at`.execute(reader);
  return rows;
}

/** Codes without their hashes, serials reserved, and every time something was handed to a browser. */
async function deliveryLog(reader: Reader, orderId: string): Promise<Record<string, unknown>> {
  const { rows } = await sql<{ log: Record<string, unknown> }>`
    select jsonb_build_object(
      'codes', coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'order_id', k.order_id, 'tries', k.tries,
        'created_at', k.created_at, 'expires_at', k.expires_at, 'confirmed_at', k.confirmed_at, 'purpose', k.purpose,
        'access_id', k.access_id, 'confirmed_access_id', k.confirmed_access_id) order by k.created_at)
        from issuance_codes k where k.order_id = ${orderId}), '[]'),
      'serials', coalesce((select jsonb_agg(jsonb_build_object('serial', i.serial, 'tbs_hash', i.tbs_hash,
        'key_hash', i.key_hash, 'recorded_at', i.recorded_at, 'abandoned_at', i.abandoned_at, 'authority', i.authority,
        'pending_as', (select pending_as from pending_issuances p where p.serial = i.serial)) order by i.recorded_at)
        from issuance_intents i where i.order_id = ${orderId}), '[]'),
      'issued', (select jsonb_agg(jsonb_build_object('serial', c.serial, 'order_id', c.order_id, 'authority_id', c.authority_id,
        'common_name', c.common_name, 'fingerprint', c.fingerprint, 'not_before', c.not_before, 'not_after', c.not_after,
        'issued_at', c.issued_at, 'printed_serial', c.printed_serial) order by c.issued_at)
        from certificates c where c.order_id = ${orderId}),
      'revoked', coalesce((select jsonb_agg(jsonb_build_object('serial', r.serial, 'reason', r.reason, 'note', r.note,
        'revoked_by', r.revoked_by, 'revoked_at', r.revoked_at,
        'told_at', (select told_at from told_revocations d where d.serial = r.serial)) order by r.revoked_at) from revocations r
        join issuance_intents i on i.serial = r.serial where i.order_id = ${orderId}), '[]'),
      'deliveries', coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'order_id', d.order_id, 'what', d.what,
        'address', d.address, 'user_agent', d.user_agent, 'delivered_at', d.delivered_at) order by d.delivered_at, d.id)
        from certificate_deliveries d where d.order_id = ${orderId}), '[]')
    ) as log`.execute(reader);
  return rows[0]?.log ?? {};
}
