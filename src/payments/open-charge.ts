import { record } from "../audit/record.ts";
import { rulePackAt } from "../catalog/catalog-reads.ts";
import { isPlaced, type PlacedOrder } from "../orders/order.ts";
import { mayActOn, type OrderPrincipal } from "../orders/order-principal.ts";
import { OrdersFailure } from "../orders/orders-failures.ts";
import { orderById, ordersOfPurchase } from "../orders/orders-reads.ts";
import { registrationAuthority } from "../people/authority/registration-authority-reads.ts";
import { type Transaction, transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import { newId } from "../platform/ids.ts";
import { enqueue } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { hourMs, later } from "../platform/time/durations.ts";
import { asksFor, type Charge, isPayable, nextAskAt, sumOf, txidOf } from "./charge.ts";
import { chargeById, insertCharge, lockChargesOf, openChargeOfPurchase, storeBrcode } from "./charge-store.ts";
import type { PaymentProvider } from "./payment-provider.ts";
import { PaymentsFailure } from "./payments-failures.ts";
import { paymentOf } from "./payments-reads.ts";
import { takeBack, withdrawOutside } from "./withdraw-charge.ts";

/** The BR Code wants a city; this one where an AR has not said its own yet (the office asks for it). */
const brasilia = "Brasilia";

/**
 * Gives the Pix charge of an order and of everything bought with it that still waits for money. It makes a new one
 * where none can still be paid, or where the set of orders is another. The charge is written first, then asked of the
 * provider outside the transaction, by a txid of ours: after a crash the next call asks again for the same charge.
 * Failures: not-found, order-is-cancelled, order-in-person, order-already-paid, payment-unavailable (the provider did
 * not answer, or the charge was withdrawn while it did).
 */
export async function openCharge(
  ctx: Context,
  provider: PaymentProvider,
  command: { orderId: string; by: OrderPrincipal },
): Promise<Charge & { brcode: string }> {
  const { order, charge, city, raName } = await transact(ctx.db, async (tx) => {
    const order = await orderById(tx, command.orderId);
    if (!order || !isPlaced(order) || !mayActOn(command.by, order)) throw new Failure("not-found");
    if (order.cancelledAt) throw new OrdersFailure("order-is-cancelled");
    if (order.attendance === "in-person") throw new OrdersFailure("order-in-person");
    await lockChargesOf(tx, order.purchaseId);
    if (await paymentOf(tx, order.id)) throw new PaymentsFailure("order-already-paid");
    const ra = await registrationAuthority(tx, order.raId);
    const charge = await payableCharge(ctx, tx, provider, await unpaidWith(tx, order));
    return { order, charge, raName: ra?.name ?? "Confere", city: ra?.city || brasilia };
  });
  if (charge.brcode !== null) return { ...charge, brcode: charge.brcode };
  const { brcode } = await provider
    .createCharge({
      txid: charge.txid,
      amountCentavos: charge.amountCentavos,
      expiresAt: charge.expiresAt,
      payer: { name: order.applicantName, taxpayerId: charge.items.length > 1 ? order.cpf : (order.cnpj ?? order.cpf) },
      receiver: { name: raName, city },
    })
    .catch((error: unknown) => {
      ctx.log.warn({ err: error, provider: provider.name }, "the payment provider did not make a charge");
      throw new PaymentsFailure("payment-unavailable");
    });
  if (!(await keepAnswer(ctx, charge, brcode))) throw new PaymentsFailure("payment-unavailable");
  return { ...charge, brcode };
}

/**
 * Stores the provider's answer. False where the charge was withdrawn while the provider was asked: the withdrawal may
 * have reached it before the charge did, so it is sent again, and nobody is shown a code that leads nowhere.
 */
async function keepAnswer(ctx: Context, charge: Charge, brcode: string): Promise<boolean> {
  return transact(ctx.db, async (tx) => {
    await lockChargesOf(tx, charge.purchaseId);
    await storeBrcode(tx, charge.id, brcode);
    if (!(await chargeById(tx, charge.id))?.cancelledAt) return true;
    await withdrawOutside(tx, charge.id);
    return false;
  });
}

/** The order and those bought with it that still wait for money, in the order in which they were put together. */
async function unpaidWith(tx: Transaction, order: PlacedOrder): Promise<[PlacedOrder, ...PlacedOrder[]]> {
  const unpaid: PlacedOrder[] = [];
  for (const one of await ordersOfPurchase(tx, order.purchaseId))
    if (isPlaced(one) && !(await paymentOf(tx, one.id))) unpaid.push(one);
  const [first = order, ...more] = unpaid;
  return [first, ...more];
}

async function payableCharge(
  ctx: Context,
  tx: Transaction,
  provider: PaymentProvider,
  orders: readonly [PlacedOrder, ...PlacedOrder[]],
): Promise<Charge> {
  const now = ctx.clock.now();
  const { purchaseId, raId } = orders[0];
  const open = await openChargeOfPurchase(tx, purchaseId);
  const orderIds = orders.map((order) => order.id);
  if (open && isPayable(open, now) && asksFor(open, orderIds)) return open;
  if (open) await takeBack(tx, open.id, now);
  const { payment } = (await rulePackAt(tx, raId, now)).content;
  const id = newId(now.getTime());
  const items = orders.map((order) => ({ orderId: order.id, amountCentavos: order.priceCentavos }));
  const charge: Charge = {
    id,
    purchaseId,
    items,
    provider: provider.name,
    txid: txidOf(id),
    amountCentavos: sumOf(items),
    brcode: null,
    createdAt: now,
    expiresAt: later(now, payment.chargeHours * hourMs),
    cancelledAt: null,
  };
  await insertCharge(tx, charge);
  const startAt = nextAskAt(charge, now);
  if (startAt)
    await enqueue(tx, "payments.reconcile", { chargeId: id, last: false }, { startAt, key: id, isNew: true });
  const { txid } = charge;
  for (const { orderId, amountCentavos } of items) {
    const details = { txid, amountCentavos, ofCentavos: charge.amountCentavos, provider: provider.name };
    await record(tx, { chain: `order:${orderId}`, act: "charge.opened", actor: { kind: "system" }, details }, now);
  }
  return charge;
}
