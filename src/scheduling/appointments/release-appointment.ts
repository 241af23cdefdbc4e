import type { Actor } from "../../audit/audit-chain.ts";
import { record } from "../../audit/record.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { announce, cancelJob } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import type { Appointment, ReleaseReason } from "./appointment.ts";
import { lockAppointment, lockOpenAppointment, markReleased } from "./appointment-store.ts";

/**
 * Ends an appointment: attended, a no-show of either side, cancelled by the holder (only before it begins) or by the
 * AR. Ending one that has ended is no error. Failures: appointment-missing, appointment-began.
 */
export async function releaseAppointment(
  ctx: Context,
  command: { appointmentId: string; reason: Exclude<ReleaseReason, "hold-expired" | "rescheduled">; actor: Actor },
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { appointmentId, reason, actor } = command;
    const appointment = await lockAppointment(tx, appointmentId);
    if (!appointment) throw new SchedulingFailure("appointment-missing");
    const byHolder = actor.kind === "applicant" && reason === "cancelled";
    if (byHolder && ctx.clock.now() >= appointment.startsAt) throw new SchedulingFailure("appointment-began");
    await release(ctx, tx, appointment, reason, actor);
  });
}

/** Ends whatever time the order has: a hold silently, an appointment with its event. Nothing open is no error. */
export async function releaseOrderTime(
  ctx: Context,
  command: { orderId: string; reason: "cancelled" | "order-cancelled"; actor: Actor },
): Promise<void> {
  await transact(ctx.db, (tx) => releaseOpenTime(ctx, tx, command));
}

/** The same in the caller's transaction. */
export async function releaseOpenTime(
  ctx: Context,
  tx: Transaction,
  { orderId, reason, actor }: Parameters<typeof releaseOrderTime>[1],
): Promise<void> {
  const open = await lockOpenAppointment(tx, orderId);
  if (open) await release(ctx, tx, open, reason, actor);
}

async function release(ctx: Context, tx: Transaction, appointment: Appointment, reason: ReleaseReason, actor: Actor) {
  const now = ctx.clock.now();
  const { id: appointmentId, orderId, status } = appointment;
  if (status === "released" || !(await markReleased(tx, appointmentId, status, reason, now))) return;
  if (status === "held") await cancelJob(tx, "scheduling.expire-hold", appointmentId);
  else await announce(tx, "appointment.released", { appointmentId, orderId, reason });
  const details = { appointmentId, reason };
  await record(tx, { chain: `order:${orderId}`, act: "appointment.released", actor, details }, now);
}
