import type { Reader, Transaction } from "../platform/database.ts";
import type { Meeting } from "./meeting-provider.ts";

declare module "../platform/database.ts" {
  interface Tables {
    meeting_providers: { name: string; title: string };
    room_meetings: {
      room_id: string;
      ref: string;
      holder_url: string;
      agent_url: string;
      made_at: Date;
      cancelled_at: Date | null;
    };
  }
}

/** Keeps the meeting of a room; where one is kept already, that one stands. */
export async function insertMeeting(tx: Transaction, roomId: string, meeting: Meeting, now: Date): Promise<void> {
  const { ref, holderUrl: holder_url, agentUrl: agent_url } = meeting;
  await tx
    .insertInto("room_meetings")
    .values({ room_id: roomId, ref, holder_url, agent_url, made_at: now, cancelled_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** undefined: none was made, as far as we know. */
export async function meetingOf(
  reader: Reader,
  roomId: string,
): Promise<{ ref: string; cancelledAt: Date | null } | undefined> {
  const query = reader.selectFrom("room_meetings").select(["ref", "cancelled_at as cancelledAt"]);
  return query.where("room_id", "=", roomId).executeTakeFirst();
}

export async function markMeetingCancelled(tx: Transaction, roomId: string, now: Date): Promise<void> {
  const standing = tx.updateTable("room_meetings").set({ cancelled_at: now }).where("room_id", "=", roomId);
  await standing.where("cancelled_at", "is", null).execute();
}
