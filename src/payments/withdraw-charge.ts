import { orderById } from "../orders/orders-reads.ts";
import { type Transaction, transact } from "../platform/database.ts";
import { enqueue } from "../platform/jobs/jobs.ts";
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
    if (charge) await takeBack(tx, charge.id, ctx.clock.now());
  });
}

/** Withdraws a charge in our books and leaves the job that withdraws it at its provider. Under the lock of its purchase. */
export async function takeBack(tx: Transaction, chargeId: string, now: Date): Promise<void> {
  await markWithdrawn(tx, chargeId, now);
  await withdrawOutside(tx, chargeId);
}

export const withdrawOutside = (tx: Transaction, chargeId: string): Promise<void> =>
  enqueue(tx, "payments.withdraw", { chargeId }, { key: chargeId });
