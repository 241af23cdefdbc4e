import { isPlaced } from "../../orders/order.ts";
import { orderById, ordersOfPurchase } from "../../orders/orders-reads.ts";
import { paymentOf } from "../../payments/payments-reads.ts";
import type { Reader } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { lostHold } from "../../scheduling/appointments/appointment.ts";
import { appointmentsOf } from "../../scheduling/appointments/scheduling-reads.ts";
import { bookHeldSlot } from "../../scheduling/booking/book-held-slot.ts";
import { isWaiting } from "../../scheduling/line/walk-in.ts";
import { lastWaitOf } from "../../scheduling/line/walk-in-reads.ts";
import { joinWished } from "../../scheduling/line/wish-walk-in.ts";
import type { OrderFacts, PaidOrder } from "../letters/order-facts.ts";
import { purchasePaid, purchasePlaced } from "../letters/purchase-group-letters.ts";
import { orderPaid, orderPlaced } from "../letters/purchase-letters.ts";
import { orderFacts } from "./notifications-reads.ts";
import { missingTitles, tellHolder } from "./tell-holder.ts";

/**
 * Several orders bought in one act are told of in one letter, whichever's event comes first; a single order has a
 * letter of its own.
 */
export async function tellPlaced(ctx: Context, { orderId }: { orderId: string }): Promise<void> {
  const { publicUrl: site, paymentProvider } = ctx.config;
  const paysOnline = paymentProvider !== undefined;
  const together = await boughtTogether(ctx.db, orderId, async () => true);
  const key = together ? `purchase-placed:${together[0].purchaseId}` : `order-placed:${orderId}`;
  await tellHolder(ctx, together?.[0].orderId ?? orderId, key, (facts) => {
    if (together) return purchasePlaced(together, site, paysOnline);
    // In person nothing is paid here, and the letter of the booked time tells the number.
    return facts.site ? undefined : orderPlaced(facts, site, paysOnline);
  });
}

/**
 * The time is settled first, so that the letter tells of it as it is: booked (its own letter tells), in the line, lost, or
 * never chosen. The event settles it too.
 */
export async function tellPaid(ctx: Context, { orderId }: { orderId: string }): Promise<void> {
  const site = ctx.config.publicUrl;
  await bookHeldSlot(ctx, { orderId });
  await joinWished(ctx, { orderId });
  const isPaid = async (id: string) => (await paymentOf(ctx.db, id)) !== undefined;
  const together = await boughtTogether(ctx.db, orderId, isPaid);
  const key = together ? `purchase-paid:${together[0].purchaseId}` : `order-paid:${orderId}`;
  await tellHolder(ctx, together?.[0].orderId ?? orderId, key, async (facts, tx) => {
    const paid = async (one: OrderFacts): Promise<PaidOrder> => {
      const lost = lostHold(await appointmentsOf(tx, one.orderId), ctx.clock.now());
      const wait = await lastWaitOf(tx, one.orderId);
      const isInLine = wait !== undefined && isWaiting(wait, ctx.clock.now());
      const missing = await missingTitles(ctx, tx, one.orderId);
      return { facts: one, missing, lostAt: isInLine ? undefined : lost?.startsAt, isInLine };
    };
    if (!together) return orderPaid(await paid(facts), site);
    const [first, ...more] = together;
    return purchasePaid([await paid(first), ...(await Promise.all(more.map(paid)))], site);
  });
}

/** The placed orders of the order's purchase that `count`, if there are several, this one among them. */
async function boughtTogether(
  reader: Reader,
  orderId: string,
  count: (orderId: string) => Promise<boolean>,
): Promise<[OrderFacts, ...OrderFacts[]] | undefined> {
  const order = await orderById(reader, orderId);
  const all = order && !order.cancelledAt ? await ordersOfPurchase(reader, order.purchaseId) : [];
  const facts: OrderFacts[] = [];
  for (const one of all) {
    const known = isPlaced(one) && (await count(one.id)) ? await orderFacts(reader, one.id) : undefined;
    if (known) facts.push(known);
  }
  const [first, ...more] = facts;
  return first && more.length > 0 ? [first, ...more] : undefined;
}
