import { transact } from "../platform/database.ts";
import { enqueue } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { type MeetingProvider, meetingProviderNamed } from "./meeting-provider.ts";
import { insertMeeting, markMeetingCancelled, meetingOf } from "./meeting-store.ts";
import { roomById } from "./rooms-reads.ts";
import { lockRoom } from "./rooms-store.ts";

declare module "../platform/jobs/jobs.ts" {
  interface JobPayloads {
    "rooms.make-meeting": { roomId: string };
    "rooms.cancel-meeting": { roomId: string };
  }
}

/**
 * Has the meeting of a room made at its provider, once. If the room was closed meanwhile, the meeting is cancelled
 * there.
 */
export async function makeMeeting(
  ctx: Context,
  providers: readonly MeetingProvider[],
  { roomId }: { roomId: string },
): Promise<void> {
  const room = await roomById(ctx.db, roomId);
  if (!room?.elsewhere || (await meetingOf(ctx.db, roomId))) return;
  // A run before this one may have made it and died: the provider knows by our key.
  if (room.closedAt) return cancelMeeting(ctx, providers, { roomId });
  const { startsAt, endsAt, orderNumber: subject } = room;
  const provider = meetingProviderNamed(providers, room.elsewhere.provider);
  const meeting = await provider.create({ key: roomId, subject, startsAt, endsAt });
  await transact(ctx.db, async (tx) => {
    await lockRoom(tx, roomId);
    await insertMeeting(tx, roomId, meeting, ctx.clock.now());
    if ((await roomById(tx, roomId))?.closedAt) await enqueue(tx, "rooms.cancel-meeting", { roomId }, { key: roomId });
  });
}

/**
 * Cancels the meeting of a closed room, so that nobody enters it any more. Again, or where none was made, it does
 * nothing.
 */
export async function cancelMeeting(
  ctx: Context,
  providers: readonly MeetingProvider[],
  { roomId }: { roomId: string },
): Promise<void> {
  const room = await roomById(ctx.db, roomId);
  const meeting = await meetingOf(ctx.db, roomId);
  // Opened again since it was closed: people meet there.
  if (!room?.elsewhere || !room.closedAt || meeting?.cancelledAt) return;
  await meetingProviderNamed(providers, room.elsewhere.provider).cancel({ key: roomId, ref: meeting?.ref });
  await transact(ctx.db, (tx) => markMeetingCancelled(tx, roomId, ctx.clock.now()));
}
