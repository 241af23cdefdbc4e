import { placeOrder } from "../../orders/draft/place-order.ts";
import type { OrderNumber } from "../../orders/order-number.ts";
import { mayActOn, type OrderPrincipal } from "../../orders/order-principal.ts";
import { orderById, ordersOfPurchase } from "../../orders/orders-reads.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Language } from "../agenda/language.ts";
import { renewHold } from "./renew-hold.ts";
import { requireAttended } from "./require-attended.ts";

/**
 * The last press of a purchase by video: its orders get their numbers with the time that the page showed as reserved.
 * One that ran out meanwhile is taken again where it is free; where it is not, nothing is placed. Without `time` the
 * holder chooses it after paying. Failures: hold-lost, shop-not-attended, and those of `placeOrder`.
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
  if (!order.number && !order.cancelledAt) {
    const orders = await ordersOfPurchase(ctx.db, order.purchaseId);
    await requireAttended(
      ctx,
      orders.map(({ productId }) => productId),
    );
    if (time) await renewHold(ctx, { orderIds: orders.map(({ id }) => id), ...time, by });
  }
  return placeOrder(ctx, { orderId, by });
}
