import type { RoomMember } from "../../contract/room-wire.ts";
import { type Reader, sql } from "../../platform/database.ts";
import type { SignedHead } from "./recording-head.ts";

/**
 * One segment. `startedAt`: time 0 of its file; `from`, `until`: its first and newest frame. `stored` = null while it
 * grows; see `openRecording` for its bytes.
 */
type Recording = {
  id: string;
  roomId: string;
  orderId: string;
  member: RoomMember;
  segment: number;
  startedAt: Date;
  endedAt: Date | null;
  from: Date;
  until: Date;
  chunks: number;
  bytes: number;
  chainHead: string;
  lastChunkAt: Date | null;
  /** `prefix`: only of those put away as originals, which play with it in the place of their first `bodyOffset` bytes. */
  stored: { hash: string; prefix: { hash: string; bodyOffset: number } | null } | null;
};

type RecordingRow = Omit<Recording, "stored"> & {
  hash: string | null;
  prefixHash: string | null;
  bodyOffset: number | null;
};

const recordingQuery = sql`
  select c.id, c.room_id as "roomId", r.order_id as "orderId", c.member, c.segment, c.started_at as "startedAt",
    c.ended_at as "endedAt", c.recorded_from as "from", c.recorded_until as until, c.chunks, c.bytes, c.chain_head as "chainHead", c.last_chunk_at as "lastChunkAt", c.hash,
    c.playable_prefix_hash as "prefixHash", c.body_offset as "bodyOffset"
  from recordings c join rooms r on r.id = c.room_id`;

function asRecording({ hash, prefixHash, bodyOffset, ...row }: RecordingRow): Recording {
  const prefix = prefixHash === null || bodyOffset === null ? null : { hash: prefixHash, bodyOffset };
  return { ...row, stored: hash === null ? null : { hash, prefix } };
}

/** Segments of a room by member and number. */
export async function recordingsOf(reader: Reader, roomId: string): Promise<Recording[]> {
  const { rows } = await sql<RecordingRow>`${recordingQuery}
    where c.room_id = ${roomId} order by c.member, c.segment`.execute(reader);
  return rows.map(asRecording);
}

/** Whether every segment of the room's recording is put away: the report, which lists them all, is written last. */
export async function isRecordingReported(reader: Reader, roomId: string): Promise<boolean> {
  const { rows } = await sql`select from rooms where id = ${roomId} and report_hash is not null`.execute(reader);
  return rows.length > 0;
}

export async function recordingById(reader: Reader, id: string): Promise<Recording | undefined> {
  const { rows } = await sql<RecordingRow>`${recordingQuery} where c.id = ${id}`.execute(reader);
  return rows[0] && asRecording(rows[0]);
}

/** Every signed head of the room, oldest first. */
export async function headsOf(reader: Reader, roomId: string): Promise<SignedHead[]> {
  const { rows } = await sql<SignedHead>`
    select room_id as "roomId", member, segment, chunks, bytes, head, signed_at as at, signature
    from recording_heads where room_id = ${roomId} order by signed_at, member, segment`.execute(reader);
  return rows;
}
