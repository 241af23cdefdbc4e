import { type Reader, sql } from "../platform/database.ts";
import { type EvidenceFile, type EvidenceRow, evidenceFiles, namedRows } from "../platform/evidence.ts";

/** Every room of the order: whose it was, what was consented to, how it ended. */
export const roomEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select r.id, r.appointment_id, r.order_id, r.ra_id, r.agent_id, r.opens_at, r.dies_at, r.created_at,
           r.announced_at, r.consented_at, r.step, r.closed_at, r.closed_reason, r.pause, r.report_hash,
           r.provider
    from rooms r where r.order_id = ${orderId} order by r.created_at`,
  );

/** Who knocked. */
export const lobbyEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select l.id, l.room_id, l.display_name, l.device_test, l.entered_at, l.seen_at
    from lobby_entries l join rooms r on r.id = l.room_id where r.order_id = ${orderId} order by l.entered_at`,
  );

/** Who let them in, or did not. */
export const admissionEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select a.id, a.room_id, a.agent_id, a.outcome, a.reason, a.decided_at
    from admissions a join rooms r on r.id = a.room_id where r.order_id = ${orderId} order by a.decided_at`,
  );

/** What was written in the room. */
export const roomLineEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select l.id, l.room_id, l.author, l.text, l.written_at, l.key
    from room_lines l join rooms r on r.id = l.room_id where r.order_id = ${orderId} order by l.written_at`,
  );

/** What was recorded, with the head of each chain. */
export const recordingEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select c.id, c.room_id, c.member, c.segment, c.started_at, c.ended_at, c.chunks, c.bytes, c.chain_head,
           c.last_chunk_at, c.hash, c.chain_hash, c.playable_prefix_hash, c.body_offset, c.recorded_from,
           c.recorded_until, c.header_hash
    from recordings c join rooms r on r.id = c.room_id where r.order_id = ${orderId} order by c.started_at`,
  );

/** The sittings that took place. */
export const sessionEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select s.id, s.room_id, s.number, s.began_at, s.voided_at, s.gap_ms, s.consented_at, s.counts_from
    from room_sessions s join rooms r on r.id = s.room_id where r.order_id = ${orderId} order by s.began_at`,
  );

/** From which device and address each person sat there. */
export const seatEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select t.id, t.room_id, t.member, t.agent_id, t.address, t.user_agent, t.first_seen_at
    from room_seats t join rooms r on r.id = t.room_id where r.order_id = ${orderId} order by t.first_seen_at, t.id`,
  );

/** What the holder's device showed beforehand. */
export const readinessEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select k.id, k.order_id, k.findings, k.taken_at
    from readiness_checks k where k.order_id = ${orderId} order by k.taken_at`,
  );

/** The heads that were signed while the recording grew. */
export const recordingHeadEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select h.id, h.room_id, h.member, h.segment, h.chunks, h.bytes, h.head, h.signed_at, h.signature
    from recording_heads h join rooms r on r.id = h.room_id where r.order_id = ${orderId} order by h.signed_at, h.id`,
  );

/** The stills that were asked for. The nonce's hash proves nothing to a reader and is left out. */
export const stillEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select s.id, s.room_id, s.kind, s.asked_by, s.asked_at, s.received_at, s.hash, s.bytes, s.width, s.height,
           s.light, s.glare, s.sharpness, s.faults, s.recording_id, s.recording_offset_ms, s.recording_head,
           s.taken_at
    from stills s join rooms r on r.id = s.room_id where r.order_id = ${orderId} order by s.asked_at`,
  );

/** Stills, recordings with their headers and chain logs, and each room's report. */
export const roomFiles = (reader: Reader, orderId: string): Promise<EvidenceFile[]> =>
  evidenceFiles(
    reader,
    sql`
    select 'still' as kind, s.kind || '.jpg' as name, 'image/jpeg' as "mediaType", s.hash, s.bytes,
           jsonb_build_object('id', s.id, 'kind', s.kind) as about, s.received_at as at
    from stills s join rooms r on r.id = s.room_id where r.order_id = ${orderId} and s.hash is not null
    union all
    select 'recording', c.member || '-' || c.segment || '.webm', 'video/webm', c.hash, -1,
           jsonb_build_object('id', c.id, 'chainHead', c.chain_head, 'chunks', c.chunks), c.started_at
    from recordings c join rooms r on r.id = c.room_id where r.order_id = ${orderId} and c.hash is not null
    union all
    select 'recording-header', c.member || '-' || c.segment || '.webm.header', 'application/octet-stream', c.header_hash, -1,
           jsonb_build_object('recording', c.id), c.started_at
    from recordings c join rooms r on r.id = c.room_id where r.order_id = ${orderId} and c.header_hash is not null
    union all
    select 'recording-log', c.member || '-' || c.segment || '.webm.chain', 'application/x-ndjson', c.chain_hash, -1,
           jsonb_build_object('recording', c.id), c.started_at
    from recordings c join rooms r on r.id = c.room_id where r.order_id = ${orderId} and c.chain_hash is not null
    union all
    select 'recording-report', 'recording-report.json', 'application/json', r.report_hash, -1,
           jsonb_build_object('room', r.id), r.closed_at
    from rooms r where r.order_id = ${orderId} and r.report_hash is not null`,
  );
