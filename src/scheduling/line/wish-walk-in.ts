import { record } from "../../audit/record.ts";
import { holderOf, mayActOn, type OrderPrincipal, orderActor } from "../../orders/order-principal.ts";
import { OrdersFailure } from "../../orders/orders-failures.ts";
import { orderById, ordersOfPurchase } from "../../orders/orders-reads.ts";
import { paymentOf } from "../../payments/payments-reads.ts";
import { transact } from "../../platform/database.ts";
import { type CodeOf, Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { releaseOpenTime } from "../appointments/release-appointment.ts";
import type { SchedulingFailure } from "../scheduling-failures.ts";
import { joinQueue } from "./join-queue.ts";
import { wishStands } from "./walk-in.ts";
import { wishedAt } from "./walk-in-reads.ts";
import { dropWish, keepWish } from "./walk-in-store.ts";

/**
 * "Atender agora" chosen before paying: the time that was held is let go, and the order enters the line when the money
 * is there (`joinWished`). Failures: order-is-cancelled, order-in-person, not-found.
 */
export async function wishWalkIn(ctx: Context, command: { orderId: string; by: OrderPrincipal }): Promise<void> {
  const { orderId, by } = command;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const order = await orderById(tx, orderId);
    if (!order || !mayActOn(by, order)) throw new Failure("not-found");
    if (order.cancelledAt) throw new OrdersFailure("order-is-cancelled");
    if (order.attendance === "in-person") throw new OrdersFailure("order-in-person");
    await releaseOpenTime(ctx, tx, { orderId, reason: "cancelled", actor: orderActor(by) });
    await keepWish(tx, orderId, now);
    await record(tx, { chain: `order:${orderId}`, act: "queue.wished", actor: orderActor(by), details: {} }, now);
  });
}

/** The holder chooses a time later after all. Failures: not-found. */
export async function forgetWish(ctx: Context, command: { orderId: string; by: OrderPrincipal }): Promise<void> {
  const { orderId, by } = command;
  await transact(ctx.db, async (tx) => {
    const order = await orderById(tx, orderId);
    if (!order || !mayActOn(by, order)) throw new Failure("not-found");
    await dropWish(tx, orderId);
  });
}

/** Answers, not faults: there is no line now, or nothing left to wait for. The order's page says which. */
const noLine: readonly string[] = [
  "nobody-at-desk",
  "already-waiting",
  "appointment-already-booked",
  "no-show-limit",
  "order-is-cancelled",
] satisfies CodeOf<typeof OrdersFailure | typeof SchedulingFailure>[];

/**
 * Puts an order into the line once it is paid, if that was wished while buying; orders bought together need a time each
 * instead.
 */
export async function joinWished(ctx: Context, { orderId }: { orderId: string }): Promise<void> {
  const wished = await wishedAt(ctx.db, orderId);
  const payment = wished && (await paymentOf(ctx.db, orderId));
  if (!payment || !wishStands(wished, payment.paidAt)) return;
  const order = await orderById(ctx.db, orderId);
  if (!order || (await ordersOfPurchase(ctx.db, order.purchaseId)).length > 1) return;
  try {
    await joinQueue(ctx, { orderId, by: holderOf(orderId) });
  } catch (error) {
    if (!(error instanceof Failure) || !noLine.includes(error.code)) throw error;
  }
}
