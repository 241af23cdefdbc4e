import { type Reader, sql, type Transaction } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import type { RoomSession } from "./room-session.ts";

declare module "../platform/database.ts" {
  interface Tables {
    room_sessions: {
      id: string;
      room_id: string;
      number: number;
      began_at: Date;
      counts_from: Date | null;
      voided_at: Date | null;
      gap_ms: number | null;
      consented_at: Date | null;
    };
  }
}

/** The session of an admission; one that runs goes on (put back and admitted again is the same session). */
export async function beginSession(tx: Transaction, roomId: string, now: Date): Promise<void> {
  await sql`insert into room_sessions (id, room_id, number, began_at)
    select ${newId(now.getTime())}, ${roomId}, coalesce(max(number), 0) + 1, ${now} from room_sessions
    where room_id = ${roomId} having count(*) filter (where voided_at is null) = 0`.execute(tx);
}

/** Ends the running session, keeping the consent it had, and begins the next. Its number. */
export async function replaceSession(tx: Transaction, roomId: string, gapMs: number, now: Date): Promise<number> {
  await sql`update room_sessions set voided_at = ${now}, gap_ms = ${gapMs},
    consented_at = (select consented_at from rooms where id = ${roomId})
    where room_id = ${roomId} and voided_at is null`.execute(tx);
  await tx.updateTable("rooms").set({ consented_at: null }).where("id", "=", roomId).execute();
  await beginSession(tx, roomId, now);
  return (await presentSession(tx, roomId))!.number;
}

async function presentSession(reader: Reader, roomId: string): Promise<RoomSession | undefined> {
  return reader
    .selectFrom("room_sessions")
    .select(["id", "number", "began_at as beganAt", "counts_from as countsFrom"])
    .where("room_id", "=", roomId)
    .where("voided_at", "is", null)
    .executeTakeFirst();
}

/** Of these rooms the running sessions in which somebody was not recorded yet. */
export async function sessionsToCount(
  reader: Reader,
  roomIds: string[],
): Promise<{ id: string; roomId: string; beganAt: Date }[]> {
  return reader
    .selectFrom("room_sessions")
    .select(["id", "room_id as roomId", "began_at as beganAt"])
    .where("room_id", "in", roomIds)
    .where("voided_at", "is", null)
    .where("counts_from", "is", null)
    .execute();
}

export async function setCountsFrom(tx: Transaction, sessionId: string, countsFrom: Date): Promise<void> {
  await tx.updateTable("room_sessions").set({ counts_from: countsFrom }).where("id", "=", sessionId).execute();
}
