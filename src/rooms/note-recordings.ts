import { record } from "../audit/record.ts";
import { rulePackAt } from "../catalog/catalog-views.ts";
import type { Context } from "../platform/context.ts";
import { type Transaction, transact } from "../platform/database.ts";
import { announce } from "../platform/jobs.ts";
import { type ChunkNote, lastRecordedAt, upsertChunkNotes } from "./recording-store.ts";
import { essentialMembers, roomState } from "./room.ts";
import { breakBeyond, type VoidedSession } from "./room-session.ts";
import { lockRoom } from "./rooms-store.ts";
import { roomById } from "./rooms-views.ts";
import { presentSession, replaceSession } from "./session-store.ts";

export type { ChunkNote } from "./recording-store.ts";

/** Longer than this between two notes of a member is worth a look at the rules. */
const worthALookMs = 3000;

/**
 * Keeps the newest chain head of every running segment in the database, another failure domain than the files. A member
 * who comes back after a break above the rule pack's limit makes the session void; those sessions are returned.
 */
export async function noteRecordings(ctx: Context, notes: ChunkNote[]): Promise<VoidedSession[]> {
  if (notes.length === 0) return [];
  const now = ctx.clock.now();
  return transact(ctx.db, async (tx) => {
    const before = await lastRecordedAt(tx, [...new Set(notes.map((note) => note.roomId))]);
    await upsertChunkNotes(tx, notes);
    const voided: VoidedSession[] = [];
    for (const note of notes) {
      const last = before.find((known) => known.roomId === note.roomId && known.member === note.member);
      const isBreak = last && note.at.getTime() - last.at.getTime() > worthALookMs;
      const session = isBreak && (await voidAfterBreak(tx, note, last.at, now));
      if (session) voided.push(session);
    }
    return voided;
  });
}

async function voidAfterBreak(
  tx: Transaction,
  { roomId, member, at: cameAt }: ChunkNote,
  lastAt: Date,
  now: Date,
): Promise<VoidedSession | undefined> {
  if (!essentialMembers.some((essential) => essential === member)) return undefined;
  await lockRoom(tx, roomId);
  const room = await roomById(tx, roomId);
  const session = await presentSession(tx, roomId);
  if (!room || !session || roomState(room, now) !== "in-session") return undefined;
  const limitMs = (await rulePackAt(tx, room.raId, now)).content.room.maxGapSeconds * 1000;
  const gapMs = breakBeyond(limitMs, session, lastAt, cameAt);
  if (gapMs === undefined) return undefined;
  const number = await replaceSession(tx, roomId, gapMs, now);
  const { orderId } = room;
  await announce(tx, "session.voided", { roomId, orderId, gapMs, number });
  const details = { roomId, member, gapMs, limitMs, session: number - 1 };
  await record(tx, { chain: `order:${orderId}`, act: "session.voided", actor: { kind: "system" }, details }, now);
  return { roomId, member, gapMs, limitMs, number, at: now };
}
