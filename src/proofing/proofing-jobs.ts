import type { Context } from "../platform/context.ts";
import type { JobsOf } from "../platform/jobs.ts";
import { roomById } from "../rooms/rooms-views.ts";
import { releaseAppointment } from "../scheduling/release-appointment.ts";
import { proofingById, proofingOfRoom } from "./proofing-views.ts";

/**
 * The appointment is over once the call has ended and a decision exists, in whichever order, or none will come any more;
 * then another may be booked.
 */
async function endAppointment(ctx: Context, roomId: string): Promise<void> {
  const room = await roomById(ctx.db, roomId);
  const proofing = await proofingOfRoom(ctx.db, roomId);
  if (!room?.closedAt || !proofing || !(proofing.validation || proofing.lapsedAt)) return;
  const { appointmentId } = room;
  const reason = proofing.validation ? "attended" : "undecided";
  await releaseAppointment(ctx, { appointmentId, reason, actor: { kind: "system" } });
}

export const proofingJobs: JobsOf = {
  jobs: { "proofing.end-appointment": (ctx, { roomId }) => endAppointment(ctx, roomId) },
  events: {
    "room.closed": (ctx, { roomId }) => endAppointment(ctx, roomId),
    "proofing.lapsed": (ctx, { roomId }) => endAppointment(ctx, roomId),
  },
  subjects: { proofingId: proofingById },
};
