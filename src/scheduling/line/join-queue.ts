import { record } from "../../audit/record.ts";
import { bookingTermsOf } from "../../catalog/catalog-reads.ts";
import { mayActOn, type OrderPrincipal, orderActor } from "../../orders/order-principal.ts";
import { OrdersFailure } from "../../orders/orders-failures.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { PaymentsFailure } from "../../payments/payments-failures.ts";
import { paymentOf } from "../../payments/payments-reads.ts";
import { transact, violatedConstraint } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later } from "../../platform/time/durations.ts";
import { defaultLanguage, type Language } from "../agenda/language.ts";
import { lockOpenAppointment, markReleased } from "../appointments/appointment-store.ts";
import { refuseAfterAbsences } from "../appointments/refuse-after-absences.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { isWaiting, waitsAtMost } from "./walk-in.ts";
import { walkInOutlook } from "./walk-in-reads.ts";
import { dropWish, endWalkIn, insertWalkIn, lockWaitOf } from "./walk-in-store.ts";

/**
 * "Atender agora": the holder of a paid order without a time waits for the next agent who is free; a mere hold is let go.
 * Failures: nobody-at-desk, already-waiting, no-show-limit {times}, appointment-already-booked, order-not-paid,
 * order-in-person, order-is-cancelled, purchase-incomplete, not-found.
 */
export async function joinQueue(
  ctx: Context,
  command: { orderId: string; by: OrderPrincipal; language?: Language },
): Promise<void> {
  const { orderId, by, language = defaultLanguage } = command;
  try {
    await transact(ctx.db, async (tx) => {
      const now = ctx.clock.now();
      const order = await orderById(tx, orderId);
      if (!order || !mayActOn(by, order)) throw new Failure("not-found");
      if (order.cancelledAt) throw new OrdersFailure("order-is-cancelled");
      if (order.attendance === "in-person") throw new OrdersFailure("order-in-person");
      if (!order.cpf) throw new OrdersFailure("purchase-incomplete");
      if (!(await paymentOf(tx, orderId))) throw new PaymentsFailure("order-not-paid");
      const open = await lockOpenAppointment(tx, orderId);
      if (open?.status === "booked") throw new SchedulingFailure("appointment-already-booked");
      if (orderActor(by).kind === "applicant") await refuseAfterAbsences(tx, order, now);
      const former = await lockWaitOf(tx, orderId);
      if (former && isWaiting(former, now)) throw new SchedulingFailure("already-waiting");
      const [length] = await bookingTermsOf(tx, [order.productId]);
      const { raId, productId } = order;
      const wish = { raId, productId, language, length: length!, holderCpf: order.cpf };
      const { agents } = await walkInOutlook(tx, wish, now);
      if (agents === 0) throw new SchedulingFailure("nobody-at-desk");
      if (open) await markReleased(tx, open.id, "held", "rescheduled", now);
      if (former) await endWalkIn(tx, former.id, now, null);
      await dropWish(tx, orderId);
      await insertWalkIn(tx, {
        id: newId(now.getTime()),
        orderId,
        raId,
        productId,
        holderCpf: order.cpf,
        language,
        joinedAt: now,
        lapsesAt: later(now, waitsAtMost),
        endedAt: null,
        appointmentId: null,
      });
      const deed = { chain: `order:${orderId}`, act: "queue.joined", actor: orderActor(by) } as const;
      await record(tx, { ...deed, details: { language } }, now);
    });
  } catch (error) {
    if (violatedConstraint(error) === "one_wait_per_order") throw new SchedulingFailure("already-waiting");
    throw error;
  }
}

/** The holder waits no longer. Not waiting is no error. Failures: not-found. */
export async function leaveQueue(ctx: Context, command: { orderId: string; by: OrderPrincipal }): Promise<void> {
  const { orderId, by } = command;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const order = await orderById(tx, orderId);
    if (!order || !mayActOn(by, order)) throw new Failure("not-found");
    const wait = await lockWaitOf(tx, orderId);
    if (!wait) return;
    await endWalkIn(tx, wait.id, now, null);
    await record(tx, { chain: `order:${orderId}`, act: "queue.left", actor: orderActor(by), details: {} }, now);
  });
}
