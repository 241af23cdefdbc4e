import { record } from "../../audit/record.ts";
import { eligibilityTable, productById, rulePackAt } from "../../catalog/catalog-reads.ts";
import { decideEligibility } from "../../catalog/eligibility.ts";
import { productTitle } from "../../catalog/product.ts";
import { requireWritable } from "../../people/authority/certificate-name.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { dayInBrazil } from "../../platform/time/brasilia.ts";
import { channelsToConfirm } from "../contact/contact-code.ts";
import { type Order, purchaseGaps, termsVersion } from "../order.ts";
import type { OrderNumber } from "../order-number.ts";
import { mayActOn, type OrderPrincipal } from "../order-principal.ts";
import { freeOrderNumber, livingOrderRows, lockOrder, numberDraft } from "../order-store.ts";
import { OrdersFailure } from "../orders-failures.ts";
import { requireOnSale } from "./require-on-sale.ts";

/**
 * Gives a complete draft its number, and every other one of its purchase theirs: all or none. Placing again answers the
 * same number (a double press, a retry after a crash). Failures: purchase-incomplete (in person: it is placed with its
 * time, see `bookVisit`), not-eligible (the dated table is read again today), product-not-on-sale, certificate-not-on-sale
 * {name} (one of several), certificate-not-issued {type}, name-not-writable {letters}, order-is-cancelled, not-found.
 */
export async function placeOrder(
  ctx: Context,
  command: { orderId: string; by: OrderPrincipal },
): Promise<{ number: OrderNumber }> {
  const now = ctx.clock.now();
  return transact(ctx.db, async (tx) => {
    const { orderId } = command;
    const order = await lockOrder(tx, orderId);
    if (!order || !mayActOn(command.by, order)) throw new Failure("not-found");
    if (order.cancelledAt) throw new OrdersFailure("order-is-cancelled");
    if (order.number) return { number: order.number };
    if (order.attendance === "in-person") throw new OrdersFailure("purchase-incomplete");
    const together = await livingOrderRows(tx, order.purchaseId);
    const numbers = new Map<string, OrderNumber>();
    for (const one of together) numbers.set(one.id, await place(ctx, tx, one, together.length > 1, now));
    return { number: numbers.get(orderId)! };
  });
}

/**
 * The same for a draft in person, within the caller's transaction, which books its time; it is bought by itself.
 * `isNew` is false where it had its number already. Failures: those of `placeOrder`, conflict (attended by video).
 */
export async function placeInPerson(
  ctx: Context,
  tx: Transaction,
  command: { orderId: string; by: OrderPrincipal },
  now: Date,
): Promise<{ order: Order; number: OrderNumber; isNew: boolean }> {
  const order = await lockOrder(tx, command.orderId);
  if (!order || !mayActOn(command.by, order)) throw new Failure("not-found");
  if (order.cancelledAt) throw new OrdersFailure("order-is-cancelled");
  if (order.attendance !== "in-person") throw new Failure("conflict");
  if (order.number) return { order, number: order.number, isNew: false };
  return { order, number: await place(ctx, tx, order, false, now), isNew: true };
}

async function place(
  ctx: Context,
  tx: Transaction,
  order: Order,
  isOneOfSeveral: boolean,
  now: Date,
): Promise<OrderNumber> {
  const { id: orderId, raId, priceCentavos } = order;
  const known = await productById(tx, order.productId);
  if (known && !known.active && isOneOfSeveral)
    throw new OrdersFailure("certificate-not-on-sale", { name: productTitle(known) });
  const product = await requireOnSale(tx, known, now);
  const { contact } = (await rulePackAt(tx, raId, now)).content;
  const facts = { ...product, biometricsOnFile: order.biometricsAnswer };
  const rule = decideEligibility(await eligibilityTable(tx, raId), facts, dayInBrazil(now));
  const needsVideo = order.attendance === "video" && order.eligibilityOutcome !== null;
  if (needsVideo && rule?.outcome !== "video") throw new OrdersFailure("not-eligible");
  if (purchaseGaps(order, product.person, channelsToConfirm(contact.confirm, ctx.config, order.phone)).length > 0)
    throw new OrdersFailure("purchase-incomplete");
  // Checked before anybody pays: the draft may be older than the rule, or its name was changed in another way.
  requireWritable(order.applicantName ?? "", "holder");
  requireWritable(order.companyName ?? "", "company");
  const number = await freeOrderNumber(tx);
  if (!(await numberDraft(tx, orderId, number, termsVersion, now))) throw new Failure("conflict");
  await announce(tx, "order.placed", { orderId });
  const { purchaseId } = order;
  const details = { number, terms: termsVersion, priceCentavos, eligibilityRule: rule?.id, purchaseId };
  await record(tx, { chain: `order:${orderId}`, act: "order.placed", actor: { kind: "applicant" }, details }, now);
  return number;
}
