import { isPlaced } from "../orders/order.ts";
import { orderById, ordersOfPurchase } from "../orders/orders-views.ts";
import { paymentOf } from "../payments/payments-views.ts";
import type { Context } from "../platform/context.ts";
import type { Reader } from "../platform/database.ts";
import { orderFacts } from "./notifications-views.ts";
import type { OrderFacts } from "./order-facts.ts";
import { purchasePaid, purchasePlaced } from "./purchase-group-letters.ts";
import { orderPaid, orderPlaced } from "./purchase-letters.ts";
import { missingTitles, tellHolder } from "./tell-holder.ts";

/** Several orders bought in one act are told of in one letter, whichever's event comes first; one by itself as ever. */
export async function tellPlaced(ctx: Context, { orderId }: { orderId: string }): Promise<void> {
  const site = ctx.config.publicUrl;
  const together = await boughtTogether(ctx.db, orderId, async () => true);
  const key = together ? `purchase-placed:${together[0].purchaseId}` : `order-placed:${orderId}`;
  await tellHolder(ctx, together?.[0].orderId ?? orderId, key, (facts) => {
    if (together) return purchasePlaced(together, site);
    // In person nothing is paid here, and the letter of the booked time tells the number.
    return facts.site ? undefined : orderPlaced(facts, site);
  });
}

export async function tellPaid(ctx: Context, { orderId }: { orderId: string }): Promise<void> {
  const site = ctx.config.publicUrl;
  const isPaid = async (id: string) => (await paymentOf(ctx.db, id)) !== undefined;
  const together = await boughtTogether(ctx.db, orderId, isPaid);
  const key = together ? `purchase-paid:${together[0].purchaseId}` : `order-paid:${orderId}`;
  await tellHolder(ctx, together?.[0].orderId ?? orderId, key, async (facts, tx) => {
    const missing = (id: string) => missingTitles(ctx, tx, id);
    if (!together) return orderPaid(facts, site, await missing(orderId));
    const [first, ...more] = together;
    const withMissing = async (one: OrderFacts) => ({ facts: one, missing: await missing(one.orderId) });
    return purchasePaid([await withMissing(first), ...(await Promise.all(more.map(withMissing)))], site);
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
