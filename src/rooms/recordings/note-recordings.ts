import { record } from "../../audit/record.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { essentialMembers } from "../room.ts";
import type { VoidedSession } from "../room-session.ts";
import { roomById } from "../rooms-reads.ts";
import { lockRoom } from "../rooms-store.ts";
import { replaceSession, sessionsToCount, setCountsFrom } from "../session-store.ts";
import { maxGapMsOf } from "./gap-limit-reads.ts";
import { breakIn, countingFrom, type RecordedStretch } from "./recorded-session.ts";
import { type ChunkNote, stretchesOf, upsertChunkNotes } from "./recording-store.ts";

export type { ChunkNote } from "./recording-store.ts";

/** Longer than this between two notes of a member is worth a look at the rules. */
const worthALookMs = 800;

/**
 * Keeps the newest chain head of every running segment in the database, another failure domain than the files. A session
 * begins to count when both sides are recorded in it; a member who comes back after a break above the rule pack's limit
 * makes it void. The void ones are returned.
 */
export async function noteRecordings(ctx: Context, notes: ChunkNote[]): Promise<VoidedSession[]> {
  if (notes.length === 0) return [];
  const now = ctx.clock.now();
  const roomIds = [...new Set(notes.map((note) => note.roomId))];
  return transact(ctx.db, async (tx) => {
    const before = await stretchesOf(tx, roomIds);
    await upsertChunkNotes(tx, notes);
    const voided: VoidedSession[] = [];
    for (const note of notes) {
      const earlier = notes.filter((other) => other !== note && other.until <= note.from);
      const known = [...before, ...earlier].filter(({ roomId }) => roomId === note.roomId);
      const session = isReturn(note, known) && (await voidAfterBreak(tx, note, known, now));
      if (session) voided.push(session);
    }
    for (const { id, roomId, beganAt } of await sessionsToCount(tx, roomIds)) {
      const ofRoom = (one: { roomId: string }) => one.roomId === roomId;
      const countsFrom = countingFrom(beganAt, before.filter(ofRoom), notes.filter(ofRoom));
      if (countsFrom) await setCountsFrom(tx, id, countsFrom);
    }
    return voided;
  });
}

/** One of both sides has frames again after some time without. */
function isReturn({ member, from }: ChunkNote, known: RecordedStretch[]): boolean {
  if (!essentialMembers.some((essential) => essential === member)) return false;
  const last = Math.max(...known.filter((stretch) => stretch.member === member).map(({ until }) => until.getTime()));
  return Number.isFinite(last) && from.getTime() - last > worthALookMs;
}

async function voidAfterBreak(
  tx: Transaction,
  { roomId, member, from }: ChunkNote,
  known: RecordedStretch[],
  now: Date,
): Promise<VoidedSession | undefined> {
  await lockRoom(tx, roomId);
  const room = await roomById(tx, roomId);
  if (!room?.session || room.closedAt) return undefined;
  const limitMs = await maxGapMsOf(tx, room.raId, room.session);
  const gapMs = breakIn(room.session, known, limitMs, from, member)?.ms;
  if (gapMs === undefined) return undefined;
  const number = await replaceSession(tx, roomId, gapMs, now);
  const { orderId } = room;
  await announce(tx, "session.voided", { roomId, orderId, gapMs, number });
  const details = { roomId, member, gapMs, limitMs, session: number - 1 };
  await record(tx, { chain: `order:${orderId}`, act: "session.voided", actor: { kind: "system" }, details }, now);
  return { roomId, member, gapMs, limitMs, number, at: now };
}
