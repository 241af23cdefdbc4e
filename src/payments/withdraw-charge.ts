import { orderById } from "../orders/orders-reads.ts";
import { transact } from "../platform/database.ts";
import type { Context } from "../platform/settings/context.ts";
import { lockChargesOf, markWithdrawn, openChargeOf } from "./charge-store.ts";

/**
 * Takes back the open charge that asks for a cancelled order, if there is one; doing it again changes nothing. What was
 * bought with it and still stands gets a charge of its own when somebody comes to pay.
 */
export async function withdrawCharge(ctx: Context, command: { orderId: string }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const order = await orderById(tx, command.orderId);
    if (!order) return;
    await lockChargesOf(tx, order.purchaseId);
    const charge = await openChargeOf(tx, command.orderId);
    if (charge) await markWithdrawn(tx, charge.id, ctx.clock.now());
  });
}
