import { record } from "../../audit/record.ts";
import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { mayActOn, type OrderPrincipal, orderActor } from "../../orders/order-principal.ts";
import { OrdersFailure } from "../../orders/orders-failures.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Language } from "../agenda/language.ts";
import { type Appointment, rescheduleRefusal } from "../appointments/appointment.ts";
import { lockHolderAndOpen, markReleased } from "../appointments/appointment-store.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { takeSlot, withSlotRetries } from "./take-slot.ts";

/**
 * Moves a booked appointment: frees the old time and takes the new one, both or neither, in its language unless another
 * is chosen. The invitation keeps its identity (same UID, next SEQUENCE). `insteadOf`: the appointment that was seen; sent
 * twice, the first did it. Failures: appointment-missing, appointment-changed (another time stands by now), appointment-began, reschedule-limit {times}, slot-taken, holder-busy, order-is-cancelled, not-found.
 */
export async function rescheduleAppointment(
  ctx: Context,
  command: {
    orderId: string;
    startsAt: Date;
    by: OrderPrincipal;
    language?: Language | undefined;
    insteadOf?: string;
  },
): Promise<Appointment> {
  return withSlotRetries(ctx, async (tx) => {
    const now = ctx.clock.now();
    const order = await orderById(tx, command.orderId);
    if (!order || !mayActOn(command.by, order)) throw new Failure("not-found");
    if (order.cancelledAt) throw new OrdersFailure("order-is-cancelled");
    const former = await lockHolderAndOpen(tx, order);
    if (!former) throw new SchedulingFailure("appointment-missing");
    if (command.insteadOf && command.insteadOf !== former.id) {
      if (former.startsAt.getTime() === command.startsAt.getTime()) return former;
      throw new SchedulingFailure("appointment-changed");
    }
    const { booking } = (await rulePackAt(tx, order.raId, now)).content;
    const refusal = rescheduleRefusal(former, now, booking.maxReschedules);
    if (refusal) throw new SchedulingFailure(refusal, { times: booking.maxReschedules });
    await markReleased(tx, former.id, "booked", "rescheduled", now);
    const identity = { calendarUid: former.calendarUid, calendarSequence: former.calendarSequence + 1 };
    const as = { status: "booked", ...identity } as const;
    const language = command.language ?? former.language;
    const appointment = await takeSlot(tx, order, command.startsAt, now, as, language);
    const { id: appointmentId, orderId, startsAt, agentId } = appointment;
    await announce(tx, "appointment.moved", { appointmentId, orderId, previousAppointmentId: former.id });
    const details = { appointmentId, startsAt, agentId, from: former.startsAt, previousAppointmentId: former.id };
    await record(
      tx,
      { chain: `order:${orderId}`, act: "appointment.moved", actor: orderActor(command.by), details },
      now,
    );
    return appointment;
  });
}
