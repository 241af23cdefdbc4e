import type { Context } from "../platform/context.ts";
import type { JobsOf } from "../platform/jobs.ts";
import { roomById } from "../rooms/rooms-views.ts";
import { releaseAppointment } from "../scheduling/release-appointment.ts";
import { proofingOfRoom } from "./proofing-views.ts";

/** The appointment is over once the call has ended and a decision exists, in whichever order; then another may be booked. */
async function endAppointment(ctx: Context, roomId: string): Promise<void> {
  const room = await roomById(ctx.db, roomId);
  const proofing = await proofingOfRoom(ctx.db, roomId);
  if (!room?.closedAt || !proofing?.validation) return;
  const { appointmentId } = room;
  await releaseAppointment(ctx, { appointmentId, reason: "attended", actor: { kind: "system" } });
}

export const proofingJobs: JobsOf = {
  jobs: { "proofing.end-appointment": (ctx, { roomId }) => endAppointment(ctx, roomId) },
  events: { "room.closed": (ctx, { roomId }) => endAppointment(ctx, roomId) },
};
