import { isFrozen } from "../irregularities/irregularities-reads.ts";
import type { JobsOf } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { tookPlace } from "../rooms/room.ts";
import { roomById } from "../rooms/rooms-reads.ts";
import { releaseAppointment } from "../scheduling/appointments/release-appointment.ts";
import { lapseProofing } from "./decision/lapse-proofing.ts";
import { proofingById, proofingOfRoom, proofingProgress } from "./proofing-reads.ts";

/**
 * The appointment is over once the call has ended and a decision exists, in whichever order, or none will come any more;
 * then another may be booked.
 */
async function endAppointment(ctx: Context, roomId: string): Promise<void> {
  const room = await roomById(ctx.db, roomId);
  const proofing = await proofingOfRoom(ctx.db, roomId);
  if (!room?.closedAt) return;
  const { appointmentId, orderId } = room;
  const stopped = tookPlace(room.closedReason) && (await isFrozen(ctx.db, orderId));
  if (!proofing?.validation && !proofing?.lapsedAt && !stopped) return;
  const reason = proofing?.lapsedAt ? "undecided" : "attended";
  await releaseAppointment(ctx, { appointmentId, reason, actor: { kind: "system" } });
}

/** A case was closed and its order goes on: a sitting that the case left without a decision is given up, and held again. */
async function giveUpUndecided(ctx: Context, orderId: string): Promise<void> {
  const progress = await proofingProgress(ctx.db, orderId);
  if (progress.state === "undecided") await lapseProofing(ctx, { proofingId: progress.proofingId, by: "installation" });
}

export const proofingJobs: JobsOf = {
  jobs: { "proofing.end-appointment": (ctx, { roomId }) => endAppointment(ctx, roomId) },
  events: {
    "room.closed": (ctx, { roomId }) => endAppointment(ctx, roomId),
    "irregularity.closed": async (ctx, { orderId, goesOn }) => {
      if (goesOn) await giveUpUndecided(ctx, orderId);
    },
    "proofing.lapsed": (ctx, { roomId }) => endAppointment(ctx, roomId),
  },
  subjects: { proofingId: proofingById },
};
