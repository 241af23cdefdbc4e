import { record } from "../audit/record.ts";
import { isPlaced } from "../orders/order.ts";
import { OrdersFailure } from "../orders/orders-failures.ts";
import { orderById } from "../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import { newId } from "../platform/ids.ts";
import { announce } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { type HandMeans, mayRecordPayment, shortestHandReason } from "./charge.ts";
import { insertPayment, lockChargesOf, openChargeOf } from "./charge-store.ts";
import { PaymentsFailure } from "./payments-failures.ts";
import { takeBack } from "./withdraw-charge.ts";

/**
 * Credits one order with its whole price, which reached the AR outside of this site; the order then goes on like every
 * paid one. An open charge that asked for it is withdrawn, and what was bought with it gets a charge of its own.
 * Failures: not-found, not-allowed, payment-reason-missing, order-is-cancelled, order-in-person, order-already-paid.
 */
export async function recordPaymentByHand(
  ctx: Context,
  command: { orderId: string; means: HandMeans; reason: string; by: AgentPrincipal },
): Promise<void> {
  const { orderId, means, by } = command;
  const reason = command.reason.trim();
  const now = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    const order = await orderById(tx, orderId);
    if (!order || !isPlaced(order) || order.raId !== by.raId) throw new Failure("not-found");
    if (!mayRecordPayment(by, order.raId)) throw new Failure("not-allowed");
    if (reason.length < shortestHandReason) throw new PaymentsFailure("payment-reason-missing");
    if (order.cancelledAt) throw new OrdersFailure("order-is-cancelled");
    if (order.attendance === "in-person") throw new OrdersFailure("order-in-person");
    await lockChargesOf(tx, order.purchaseId);
    const origin = { chargeId: null, endToEndId: null, byHand: { means, reason, agentId: by.id } };
    const amountCentavos = order.priceCentavos;
    await insertPayment(tx, { id: newId(now.getTime()), orderId, amountCentavos, paidAt: now, ...origin }, now);
    const charge = await openChargeOf(tx, orderId);
    if (charge) await takeBack(tx, charge.id, now);
    await announce(tx, "order.paid", { orderId });
    const details = { means, reason, amountCentavos };
    await record(tx, { chain: `order:${orderId}`, act: "payment.recorded-by-hand", actor: actorOf(by), details }, now);
  });
}
