import { record } from "../audit/record.ts";
import { orderById } from "../orders/orders-reads.ts";
import { type Transaction, transact } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { announce } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import type { Charge, ChargeItem } from "./charge.ts";
import { chargeByTxid, insertPayment, insertSurplus, isCredited, lockChargesOf, openChargeOf } from "./charge-store.ts";
import type { Settlement } from "./payment-provider.ts";
import { PaymentsFailure } from "./payments-failures.ts";
import { paymentOf } from "./payments-reads.ts";
import { takeBack } from "./withdraw-charge.ts";

/**
 * Credits money once, whatever the provider repeats: each order that the charge asks for gets its part, all in one
 * transaction. Money for a charge that expired or was withdrawn meanwhile is money all the same; what comes for an order
 * that was paid already, by hand or by another Pix, is kept on record and announced, for the AR to give back.
 * Failures: charge-unknown, payment-amount-differs.
 */
export async function recordPayment(ctx: Context, settlement: Settlement): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    const charge = await chargeByTxid(tx, settlement.txid);
    if (!charge) throw new PaymentsFailure("charge-unknown");
    if (settlement.amountCentavos !== charge.amountCentavos) throw new PaymentsFailure("payment-amount-differs");
    await lockChargesOf(tx, charge.purchaseId);
    if (await isCredited(tx, settlement.endToEndId)) return;
    for (const item of charge.items) {
      if (await paymentOf(tx, item.orderId)) await noteTwice(tx, charge, item, settlement, now);
      else await credit(tx, charge, item, settlement, now);
    }
  });
}

async function credit(
  tx: Transaction,
  charge: Charge,
  { orderId, amountCentavos }: ChargeItem,
  { txid, endToEndId, paidAt }: Settlement,
  now: Date,
): Promise<void> {
  const id = newId(now.getTime());
  const byHand = null;
  await insertPayment(tx, { id, chargeId: charge.id, orderId, endToEndId, amountCentavos, paidAt, byHand }, now);
  // An older charge was paid while a newer one was open, which would ask for this order once more.
  const open = await openChargeOf(tx, orderId);
  if (open && open.id !== charge.id) await takeBack(tx, open.id, now);
  const cancelled = (await orderById(tx, orderId))?.cancelledAt != null;
  // Money for a cancelled order buys nothing: it is kept on record for the AR to give back.
  if (!cancelled) await announce(tx, "order.paid", { orderId });
  else await announce(tx, "payment.surplus", { orderId, receiptId: id, amountCentavos, why: "cancelled" });
  const act = cancelled ? "payment.received-after-cancellation" : "payment.received";
  const details = { txid, endToEndId, amountCentavos };
  const actor = { kind: "provider", name: charge.provider } as const;
  await record(tx, { chain: `order:${orderId}`, act, actor, details }, now);
}

async function noteTwice(
  tx: Transaction,
  charge: Charge,
  { orderId, amountCentavos }: ChargeItem,
  { txid, endToEndId, paidAt }: Settlement,
  now: Date,
): Promise<void> {
  const id = newId(now.getTime());
  if (!(await insertSurplus(tx, { id, orderId, chargeId: charge.id, endToEndId, amountCentavos, paidAt }, now))) return;
  await announce(tx, "payment.surplus", { orderId, receiptId: id, amountCentavos, why: "twice" });
  const details = { txid, endToEndId, amountCentavos };
  const actor = { kind: "provider", name: charge.provider } as const;
  await record(tx, { chain: `order:${orderId}`, act: "payment.received-twice", actor, details }, now);
}
