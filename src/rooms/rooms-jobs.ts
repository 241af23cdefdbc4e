import { transact } from "../platform/database.ts";
import { enqueue, type JobsOf } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { later, minuteMs } from "../platform/time/durations.ts";
import { releaseAppointment } from "../scheduling/appointments/release-appointment.ts";
import { cancelMeeting, makeMeeting } from "./make-meeting.ts";
import type { RoomMedia } from "./media-port.ts";
import type { MeetingProvider } from "./meeting-provider.ts";
import { prepareRoom } from "./prepare-room.ts";
import { isRecordingReported, recordingsOf } from "./recordings/recording-reads.ts";
import { storeRecordings } from "./recordings/store-recordings.ts";
import { type Room, roomState } from "./room.ts";
import { roomById, roomOfAppointment } from "./rooms-reads.ts";
import { closeRoom } from "./sitting/close-room.ts";
import { openRoom } from "./sitting/open-room.ts";

/**
 * What rooms do after others' commits. `media` and the providers of meetings outside come from main.ts: jobs know only their
 * context.
 */
export function roomsJobs(media: RoomMedia, providers: readonly MeetingProvider[] = []): JobsOf {
  return {
    jobs: {
      "rooms.open": openRoom,
      "rooms.expire": expireRoom,
      "rooms.make-meeting": (ctx, payload) => makeMeeting(ctx, providers, payload),
      "rooms.cancel-meeting": (ctx, payload) => cancelMeeting(ctx, providers, payload),
      "rooms.store-recordings": (ctx, payload) => storeRecordings(ctx, media, payload),
    },
    events: {
      "appointment.booked": prepareRoom,
      "appointment.moved": async (ctx, { appointmentId, previousAppointmentId }) => {
        await closeRoomOf(ctx, previousAppointmentId, "rescheduled");
        await prepareRoom(ctx, { appointmentId });
      },
      "appointment.released": async (ctx, { appointmentId, reason }) => {
        await closeRoomOf(ctx, appointmentId, reason);
        await storeNow(ctx, appointmentId);
      },
    },
    subjects: { roomId: roomById },
  };
}

async function closeRoomOf(ctx: Context, appointmentId: string, reason: string): Promise<void> {
  const room = await roomOfAppointment(ctx.db, appointmentId);
  if (room) await closeRoom(ctx, { roomId: room.id, by: "system", reason });
}

/** A room that was kept to be opened again will not be: its recording is put away without waiting for its time to be over. */
async function storeNow(ctx: Context, appointmentId: string): Promise<void> {
  const room = await roomOfAppointment(ctx.db, appointmentId);
  if (!room?.closedAt || (await isRecordingReported(ctx.db, room.id))) return;
  await transact(ctx.db, (tx) => enqueue(tx, "rooms.store-recordings", { roomId: room.id }, { key: room.id }));
}

/** How often, ms, a session that outlives its link is looked at again, and how long it must have stood still. */
const forsakenMs = 5 * minuteMs;

/** Nobody came, or somebody forgot to end it. A session that runs is never cut; one that everybody left is ended. */
async function expireRoom(ctx: Context, { roomId }: { roomId: string }): Promise<void> {
  const room = await roomById(ctx.db, roomId);
  const now = ctx.clock.now();
  if (!room) return;
  if (roomState(room, now) === "in-session") {
    if (lastSignOf(room, await recordingsOf(ctx.db, roomId)) <= now.getTime() - forsakenMs)
      return closeRoom(ctx, { roomId, by: "system", reason: "abandoned" });
    const startAt = later(now, forsakenMs);
    return transact(ctx.db, (tx) => enqueue(tx, "rooms.expire", { roomId }, { startAt, key: roomId }));
  }
  // Any decision about the admission means that both were there (judgeAttendance). It is no absence if the holder was
  // then put back, was refused and did not return, or the room was opened again; a person is asked what came of it
  // (watch/tasks/chase-decision.ts).
  if (room.admission) return closeRoom(ctx, { roomId, by: "system", reason: "abandoned" });
  await closeRoom(ctx, { roomId, by: "system", reason: "nobody-came" });
  // Who waited in the lobby came: then it was the agent who did not. Either way the holder may book again.
  const reason = room.lobby ? "agent-no-show" : "applicant-no-show";
  await releaseAppointment(ctx, { appointmentId: room.appointmentId, reason, actor: { kind: "system" } });
}

/** When anything of a sitting was last recorded, ms; its admission where nothing was. */
function lastSignOf(room: Room, recordings: readonly { lastChunkAt: Date | null }[]): number {
  const signs = recordings.map(({ lastChunkAt }) => lastChunkAt?.getTime() ?? 0);
  return Math.max(room.admission?.decidedAt.getTime() ?? 0, ...signs);
}
