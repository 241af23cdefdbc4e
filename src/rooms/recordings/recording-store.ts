import type { RoomMember } from "../../contract/room-wire.ts";
import { jsonb, type Reader, sql, type Transaction } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import type { RecordedSegment } from "../media-port.ts";
import type { RecordedStretch } from "./recorded-session.ts";
import type { SignedHead } from "./recording-head.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    recordings: {
      id: string;
      room_id: string;
      member: RoomMember;
      segment: number;
      started_at: Date;
      ended_at: Date | null;
      chunks: number;
      bytes: number;
      chain_head: string;
      last_chunk_at: Date | null;
      recorded_from: Date;
      recorded_until: Date;
      hash: string | null;
      chain_hash: string | null;
      playable_prefix_hash: string | null;
      body_offset: number | null;
      header_hash: string | null;
    };
    recording_keys: { id: string; public_key: string; sealed_key: Buffer; made_at: Date };
    recording_heads: {
      id: string;
      room_id: string;
      member: RoomMember;
      segment: number;
      chunks: number;
      bytes: number;
      head: string;
      signed_at: Date;
      signature: string;
    };
  }
}

export type ChunkNote = {
  roomId: string;
  member: RoomMember;
  segment: number;
  chunks: number;
  bytes: number;
  head: string;
  at: Date;
  /** Time 0 of the segment's file. */
  startedAt: Date;
  /** Wall clock of the first frame since the note before, and of the newest. */
  from: Date;
  until: Date;
};

/** The newest state of each running segment, all rooms in one statement; an older note never overwrites a newer one. */
export async function upsertChunkNotes(tx: Transaction, notes: ChunkNote[]): Promise<void> {
  const rows = notes.map((note) => ({ id: newId(), ...note }));
  await sql`insert into recordings (id, room_id, member, segment, started_at, chunks, bytes, chain_head, last_chunk_at,
      recorded_from, recorded_until)
    select n.id, n."roomId", n.member, n.segment, n."startedAt", n.chunks, n.bytes, n.head, n.at, n."from",
      greatest(n."from", n.until)
    from jsonb_to_recordset(${jsonb(rows)}) as n(id uuid, "roomId" uuid, member text, segment integer,
      chunks integer, bytes bigint, head text, at timestamptz, "startedAt" timestamptz,
      "from" timestamptz, until timestamptz)
    join rooms r on r.id = n."roomId"
    on conflict (room_id, member, segment) do update set chunks = excluded.chunks, bytes = excluded.bytes,
      chain_head = excluded.chain_head, last_chunk_at = excluded.last_chunk_at,
      recorded_until = greatest(recordings.recorded_until, excluded.recorded_until)
    where recordings.chunks < excluded.chunks`.execute(tx);
}

/** The whole segment, moved into the blob store. Its file's time 0 stays as it was noted: offsets of acts lean on it. */
export async function upsertStoredSegment(
  tx: Transaction,
  roomId: string,
  segment: RecordedSegment,
  stored: { hash: string; chainHash: string; headerHash: string },
): Promise<void> {
  await sql`insert into recordings (id, room_id, member, segment, started_at, ended_at, chunks, bytes, chain_head,
      last_chunk_at, recorded_from, recorded_until, hash, chain_hash, header_hash)
    values (${newId()}, ${roomId}, ${segment.memberId}, ${segment.number}, ${segment.startedAt}, ${segment.endedAt},
      ${segment.chunks}, ${segment.bytes}, ${segment.head}, ${segment.endedAt}, ${segment.startedAt},
      greatest(${segment.startedAt}::timestamptz, ${segment.endedAt}), ${stored.hash}, ${stored.chainHash},
      ${stored.headerHash})
    on conflict (room_id, member, segment) do update set ended_at = excluded.ended_at,
      recorded_until = greatest(recordings.recorded_until, excluded.recorded_until), chunks = excluded.chunks, bytes = excluded.bytes, chain_head = excluded.chain_head, hash = excluded.hash,
      chain_hash = excluded.chain_hash, header_hash = excluded.header_hash, playable_prefix_hash = null, body_offset = null`.execute(
    tx,
  );
}

/** What these rooms had of both sides, before the notes that are about to be written. */
export async function stretchesOf(
  tx: Transaction,
  roomIds: string[],
): Promise<(RecordedStretch & { roomId: string })[]> {
  return tx
    .selectFrom("recordings")
    .select(["room_id as roomId", "member", "segment", "recorded_from as from", "recorded_until as until"])
    .where("room_id", "in", roomIds)
    .where("member", "in", ["applicant", "agent"])
    .execute();
}

type GrownSegment = {
  roomId: string;
  member: RoomMember;
  segment: number;
  chunks: number;
  bytes: number;
  head: string;
};

/** Segments of these rooms that have grown since their head was last signed. */
export async function unsignedSegments(reader: Reader, roomIds: string[]): Promise<GrownSegment[]> {
  const { rows } = await sql<GrownSegment>`
    select c.room_id as "roomId", c.member, c.segment, c.chunks, c.bytes, c.chain_head as head from recordings c
    where c.room_id = any(${roomIds}::uuid[]) and not exists (select from recording_heads h
      where h.room_id = c.room_id and h.member = c.member and h.segment = c.segment and h.chunks >= c.chunks)`.execute(
    reader,
  );
  return rows;
}

export async function insertHeads(tx: Transaction, heads: SignedHead[]): Promise<void> {
  if (heads.length === 0) return;
  const rows = heads.map(({ roomId, at, ...head }) => ({ ...head, id: newId(), room_id: roomId, signed_at: at }));
  await tx
    .insertInto("recording_heads")
    .values(rows)
    .onConflict((conflict) => conflict.columns(["room_id", "member", "segment", "chunks"]).doNothing())
    .execute();
}

export async function evidenceKey(reader: Reader): Promise<{ publicKey: string; sealedKey: Buffer } | undefined> {
  return reader
    .selectFrom("recording_keys")
    .select(["public_key as publicKey", "sealed_key as sealedKey"])
    .executeTakeFirst();
}

/** Keeps the key for heads; of two first signings at once one key wins. */
export async function insertEvidenceKey(
  tx: Transaction,
  key: { publicKey: string; sealedKey: Buffer },
  now: Date,
): Promise<void> {
  await tx
    .insertInto("recording_keys")
    .values({ id: newId(now.getTime()), public_key: key.publicKey, sealed_key: key.sealedKey, made_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function setReport(tx: Transaction, roomId: string, reportHash: string): Promise<void> {
  await tx.updateTable("rooms").set({ report_hash: reportHash }).where("id", "=", roomId).execute();
}
