import { type Reader, sql } from "../platform/database.ts";
import { type EvidenceRow, namedRows } from "../platform/evidence.ts";

/** Every identification of the order. */
export const proofingEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select p.id, p.order_id, p.room_id, p.agent_id, p.rule_pack_id, p.started_at, p.lapsed_at
    from proofings p where p.order_id = ${orderId} order by p.started_at`,
  );

/**
 * The script's steps, each at its place in the recording. Here and below the order is that of the whole rows: a file of the same
 * facts has the same bytes at the second seal, and is kept once.
 */
export const stepEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select x.proofing_id, x.step, x.evidence, x.done_by, x.done_at, x.session_id, x.recording_id,
           x.recording_offset_ms, x.agent_recording_id, x.agent_offset_ms
    from proofing_steps x join proofings p on p.id = x.proofing_id where p.order_id = ${orderId}
    order by to_jsonb(x)::text`,
  );

/** The questions that were drawn. */
export const drawnQuestionEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select x.proofing_id, x.position, x.question, x.drawn_at, x.session_id, x.recording_id, x.recording_offset_ms,
           x.agent_recording_id, x.agent_offset_ms
    from drawn_questions x join proofings p on p.id = x.proofing_id where p.order_id = ${orderId}
    order by to_jsonb(x)::text`,
  );

/** How they were answered. */
export const questionAnswerEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select x.id, x.proofing_id, x.position, x.outcome, x.answered_by, x.answered_at, x.session_id, x.recording_id,
           x.recording_offset_ms, x.agent_recording_id, x.agent_offset_ms
    from question_answers x join proofings p on p.id = x.proofing_id where p.order_id = ${orderId}
    order by to_jsonb(x)::text`,
  );

/** The first decision. */
export const validationEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select x.proofing_id, x.agent_id, x.agent_cpf, x.outcome, x.reason, x.note, x.validated_at
    from validations x join proofings p on p.id = x.proofing_id where p.order_id = ${orderId}
    order by to_jsonb(x)::text`,
  );

/** The second person's. */
export const verificationEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select x.proofing_id, x.agent_id, x.agent_cpf, x.outcome, x.reason, x.note, x.replayed_ms, x.verified_at,
           x.checks
    from verifications x join proofings p on p.id = x.proofing_id where p.order_id = ${orderId}
    order by to_jsonb(x)::text`,
  );

/** What of the recording was watched. */
export const replayEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select x.id, x.proofing_id, x.agent_id, x.rate, x.watched_at, x.from_at, x.to_at
    from replays x join proofings p on p.id = x.proofing_id where p.order_id = ${orderId}
    order by to_jsonb(x)::text`,
  );

/** What the second person sent back. */
export const returnEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select x.id, x.proofing_id, x.number, x.agent_id, x.agent_cpf, x.reason, x.note, x.due_at, x.returned_at
    from returns x join proofings p on p.id = x.proofing_id where p.order_id = ${orderId}
    order by to_jsonb(x)::text`,
  );

/** What was written for the certificate, and from which paper. */
export const certificateFieldEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select f.id, f.proofing_id, f.order_id, f.field, f.content, f.paper_id, f.written_by, f.written_at
    from certificate_fields f where f.order_id = ${orderId} order by f.written_at, f.id`,
  );

/** What was answered to that. */
export const returnAnswerEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select w.return_id, w.agent_id, w.outcome, w.words, w.answered_at
    from return_answers w join returns r on r.id = w.return_id
    join proofings p on p.id = r.proofing_id where p.order_id = ${orderId} order by w.answered_at`,
  );
