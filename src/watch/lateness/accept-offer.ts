import { mayActOn, type OrderPrincipal } from "../../orders/order-principal.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { cancelJob } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Appointment } from "../../scheduling/appointments/appointment.ts";
import { rebookMissed } from "../../scheduling/booking/rebook-missed.ts";
import { withSlotRetries } from "../../scheduling/booking/take-slot.ts";
import { dropTasksOf } from "../task-store.ts";
import { WatchFailure } from "../watch-failures.ts";
import { isOfferOpen } from "./lateness.ts";
import { lockLateness, settleLateness } from "./lateness-store.ts";

/**
 * The holder chooses another time after an agent did not come, from the lobby or by the letter's link ("letter": the
 * door has judged its signature). One of the times offered. Failures: not-found, offer-over,
 * slot-taken, holder-busy, appointment-already-booked.
 */
export async function acceptOffer(
  ctx: Context,
  command: { latenessId: string; startsAt: Date; by: OrderPrincipal | "letter" },
): Promise<Appointment> {
  const { latenessId, startsAt, by } = command;
  return withSlotRetries(ctx, async (tx) => {
    const now = ctx.clock.now();
    const lateness = await lockLateness(tx, latenessId);
    if (!lateness) throw new Failure("not-found");
    const { orderId: id, raId } = lateness;
    if (by !== "letter" && !mayActOn(by, { id, raId })) throw new Failure("not-found");
    const offered = lateness.offers.some((offer) => offer.getTime() === startsAt.getTime());
    if (!isOfferOpen(lateness) || !offered) throw new WatchFailure("offer-over");
    const appointment = await rebookMissed(tx, { appointmentId: lateness.appointmentId, startsAt }, now);
    await settleLateness(tx, latenessId, "rebooked", now);
    await cancelJob(tx, "watch.ask-office", latenessId);
    await dropTasksOf(tx, latenessId, "O titular escolheu outro horário.", now);
    return appointment;
  });
}
