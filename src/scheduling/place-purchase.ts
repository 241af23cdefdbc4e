import type { OrderNumber } from "../orders/order-number.ts";
import { mayActOn, type OrderPrincipal } from "../orders/order-principal.ts";
import { orderById, ordersOfPurchase } from "../orders/orders-views.ts";
import { placeOrder } from "../orders/place-order.ts";
import type { Context } from "../platform/context.ts";
import { Failure } from "../platform/failure.ts";
import type { Language } from "./language.ts";
import { renewHold } from "./renew-hold.ts";

/**
 * The last press of a purchase by video: its orders get their numbers with the time that the page showed as reserved.
 * One that ran out meanwhile is taken again where it is free; where it is not, nothing is placed. Without `time` the
 * holder chooses it after paying. Failures: hold-lost, and those of `placeOrder`.
 */
export async function placePurchase(
  ctx: Context,
  command: {
    orderId: string;
    time?: { startsAt: Date; language?: Language | undefined } | undefined;
    by: OrderPrincipal;
  },
): Promise<{ number: OrderNumber }> {
  const { orderId, time, by } = command;
  const order = await orderById(ctx.db, orderId);
  if (!order || !mayActOn(by, order)) throw new Failure("not-found");
  if (time && !order.number && !order.cancelledAt) {
    const orderIds = (await ordersOfPurchase(ctx.db, order.purchaseId)).map(({ id }) => id);
    await renewHold(ctx, { orderIds, ...time, by });
  }
  return placeOrder(ctx, { orderId, by });
}
