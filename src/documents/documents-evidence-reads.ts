import { type Reader, sql } from "../platform/database.ts";
import { type EvidenceFile, type EvidenceRow, evidenceFiles, namedRows } from "../platform/evidence.ts";

/** Messages received for the order. */
export const mailEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select m.id, m.raw_hash, m.bytes, m.envelope_from, m.envelope_to, m.received_at, m.message_id, m.subject,
           m.sender, m.kind, m.documents, m.warnings, m.outcome, m.order_id, m.opened_at, m.handled_by,
           m.handled_at, m.words, m.asks, m.left_out
    from inbound_mails m where m.order_id = ${orderId} order by m.received_at`,
  );

/** What was refused is not kept: its name, the reason and the hash stand for it. */
export const refusedPaperEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select p.id, p.file_name as name, p.reason, p.hash as sha256, p.bytes, p.source, p.received_at
    from papers p where p.order_id = ${orderId} and p.verdict = 'refused' order by p.received_at`,
  );

/** Every paper with its verdict. */
export const paperEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select p.id, p.order_id, p.mail_id, p.source, p.file_name, p.kind, p.media_type, p.hash, p.bytes, p.pages,
           p.verdict, p.reason, p.sender_is_holder, p.received_at, p.side, p.shared_from, p.batch_id, p.judged_at
    from papers p where p.order_id = ${orderId} order by p.received_at`,
  );

/** What people of the AR judged of the papers. */
export const paperReviewEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select v.id, v.paper_id, v.agent_id, v.outcome, v.kind, v.note, v.reviewed_at, v.side
    from paper_reviews v join papers p on p.id = v.paper_id where p.order_id = ${orderId} order by v.reviewed_at`,
  );

/** The papers themselves, as accepted. */
export const paperFiles = (reader: Reader, orderId: string): Promise<EvidenceFile[]> =>
  evidenceFiles(
    reader,
    sql`select 'paper' as kind, p.file_name as name, p.media_type as "mediaType", p.hash, p.bytes,
           jsonb_build_object('id', p.id, 'source', p.source, 'verdict', p.verdict) as about, p.received_at as at
    from papers p where p.order_id = ${orderId} and p.verdict = 'accepted'`,
  );

/** The messages' raw content, which lies under the installation's key until a dossier copies it. */
export async function mailContents(reader: Reader, orderId: string): Promise<{ id: string; rawHash: string }[]> {
  const { rows } = await sql<{ id: string; rawHash: string }>`
    select id, raw_hash as "rawHash" from inbound_mails where order_id = ${orderId} and opened_at is not null
    order by received_at`.execute(reader);
  return rows;
}
