import type { Actor } from "../../audit/audit-chain.ts";
import { record } from "../../audit/record.ts";
import type { Order } from "../../orders/order.ts";
import { mayActOn, type OrderPrincipal, orderActor } from "../../orders/order-principal.ts";
import { OrdersFailure } from "../../orders/orders-failures.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { PaymentsFailure } from "../../payments/payments-failures.ts";
import { paymentOf } from "../../payments/payments-reads.ts";
import type { Transaction } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Language } from "../agenda/language.ts";
import type { Appointment } from "../appointments/appointment.ts";
import { lockHolderAndOpen, markReleased } from "../appointments/appointment-store.ts";
import { refuseAfterAbsences } from "../appointments/refuse-after-absences.ts";
import { dropWish, endWaitOf } from "../line/walk-in-store.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { takeSlots, withSlotRetries } from "./take-slot.ts";

/**
 * Books a slot for an order, paid or in person, that has none (chosen later, or again after a no-show or a lost hold). A holder who
 * stayed away as often as the rules forgive books through the AR. Failures: no-show-limit {times}, order-not-paid,
 * appointment-already-booked, slot-taken, holder-busy, order-is-cancelled, not-found.
 */
export async function bookAppointment(
  ctx: Context,
  command: { orderId: string; startsAt: Date; by: OrderPrincipal; language?: Language | undefined },
): Promise<Appointment> {
  const [appointment] = await bookAppointments(ctx, { ...command, orderIds: [command.orderId] });
  return appointment!;
}

/**
 * Books slots one after the other, with one agent, for several paid orders of one holder: all or none.
 * Failures: those of `bookAppointment`, chain-invalid (holders or ARs differ, an order twice) and chain-too-long.
 */
export async function bookAppointments(
  ctx: Context,
  command: { orderIds: readonly string[]; startsAt: Date; by: OrderPrincipal; language?: Language | undefined },
): Promise<Appointment[]> {
  const { orderIds, startsAt, by, language } = command;
  if (orderIds.length === 0 || new Set(orderIds).size < orderIds.length) throw new SchedulingFailure("chain-invalid");
  return withSlotRetries(ctx, async (tx) => {
    const now = ctx.clock.now();
    const orders: Order[] = [];
    for (const orderId of orderIds) orders.push(await paidAndFree(tx, orderId, by, now));
    if (orderActor(by).kind === "applicant") for (const order of orders) await refuseAfterAbsences(tx, order, now);
    const as = () =>
      ({ status: "booked", calendarUid: `${newId(now.getTime())}@confere`, calendarSequence: 0 }) as const;
    const wanted = orders.map((order) => ({ order, as: as() }));
    const appointments = await takeSlots(tx, wanted, startsAt, now, language);
    for (const appointment of appointments) {
      await endWaitOf(tx, appointment.orderId, now);
      await dropWish(tx, appointment.orderId);
      await tell(tx, appointment, orderActor(by), now);
    }
    return appointments;
  });
}

/** The order, with a hold that it may have let go. */
async function paidAndFree(tx: Transaction, orderId: string, by: OrderPrincipal, now: Date): Promise<Order> {
  const order = await orderById(tx, orderId);
  if (!order || !mayActOn(by, order)) throw new Failure("not-found");
  if (order.cancelledAt) throw new OrdersFailure("order-is-cancelled");
  // In person it is paid at the site.
  if (order.attendance === "video" && !(await paymentOf(tx, order.id))) throw new PaymentsFailure("order-not-paid");
  const former = await lockHolderAndOpen(tx, order);
  if (former?.status === "booked") throw new SchedulingFailure("appointment-already-booked");
  if (former) await markReleased(tx, former.id, "held", "rescheduled", now);
  return order;
}

async function tell(tx: Transaction, appointment: Appointment, actor: Actor, now: Date): Promise<void> {
  const { id: appointmentId, orderId, startsAt, agentId } = appointment;
  await announce(tx, "appointment.booked", { appointmentId, orderId });
  const details = { appointmentId, startsAt, agentId };
  await record(tx, { chain: `order:${orderId}`, act: "appointment.booked", actor, details }, now);
}
