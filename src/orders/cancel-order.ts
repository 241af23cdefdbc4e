import { record } from "../audit/record.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import { announce } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { mayActOn, type OrderPrincipal, orderActor } from "./order-principal.ts";
import { lockOrder, markCancelled } from "./order-store.ts";
import { OrdersFailure } from "./orders-failures.ts";

/**
 * Cancels an order or a draft; the slot is freed and the open charge withdrawn by those who hear order.cancelled. The
 * caller says in `come` whether it is paid or attended, for payments and appointments stand to the right: then its
 * holder can no longer cancel it. What is paid is cancelled by the AR, with the refund. Cancelling again is no error.
 * Failures: order-is-paid, order-is-attended, not-found.
 */
export async function cancelOrder(
  ctx: Context,
  command: { orderId: string; reason: string; come: "paid" | "attended" | "neither"; by: OrderPrincipal },
): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    const { orderId, reason, by } = command;
    const actor = orderActor(by);
    const order = await lockOrder(tx, orderId);
    if (!order || !mayActOn(by, order)) throw new Failure("not-found");
    if (order.cancelledAt) return;
    if (command.come !== "neither" && actor.kind === "applicant")
      throw new OrdersFailure(command.come === "paid" ? "order-is-paid" : "order-is-attended");
    if (!(await markCancelled(tx, orderId, reason, now))) return;
    await announce(tx, "order.cancelled", { orderId, reason });
    await record(tx, { chain: `order:${orderId}`, act: "order.cancelled", actor, details: { reason } }, now);
  });
}
