import { record } from "../../audit/record.ts";
import { productById, rulePackAt } from "../../catalog/catalog-reads.ts";
import { requireDiskSpace } from "../../platform/blobs/disk-space.ts";
import { transact } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { renewAccess } from "../access/renew-access.ts";
import { openDraft } from "../open-draft.ts";
import type { Order } from "../order.ts";
import type { OrderPrincipal } from "../order-principal.ts";
import { changeDraft, type DraftChanges, insertDraft, livingOrderRows } from "../order-store.ts";
import { OrdersFailure } from "../orders-failures.ts";
import { eligibilityToday } from "./eligibility-today.ts";
import { requireOnSale } from "./require-on-sale.ts";

/**
 * Puts one more certificate for the same holder into a purchase, at today's price. What the holder said and confirmed
 * holds for it too; the company of an e-CNPJ is asked for later. Each is attended by itself, so there are at most as
 * many as one person may hold times. Failures: purchase-full {limit}, product-not-on-sale (another AR's too),
 * certificate-not-issued {type}, not-eligible, in-person-alone, disk-low, and those of a draft.
 */
export async function addCertificate(
  ctx: Context,
  command: { orderId: string; productId: string; accessToken: string; by: OrderPrincipal },
): Promise<{ orderId: string; accessToken: string }> {
  await requireDiskSpace(ctx);
  const now = ctx.clock.now();
  const orderId = newId(now.getTime());
  const accessToken = await transact(ctx.db, async (tx) => {
    const order = await openDraft(tx, command.orderId, command.by);
    if (order.attendance === "in-person") throw new OrdersFailure("in-person-alone");
    const product = await requireOnSale(tx, await productById(tx, command.productId), now);
    if (product.raId !== order.raId) throw new OrdersFailure("product-not-on-sale");
    const { raId, priceCentavos } = product;
    const together = await livingOrderRows(tx, order.purchaseId);
    const { holdsPerPerson: limit } = (await rulePackAt(tx, raId, now)).content.booking;
    if (together.length >= limit) throw new OrdersFailure("purchase-full", { limit });
    const answered = together.find(({ biometricsAnswer }) => biometricsAnswer !== null)?.biometricsAnswer ?? null;
    const decision =
      (await eligibilityToday(tx, product, null, now)) ?? (await eligibilityToday(tx, product, answered, now));
    if (decision?.outcome === "in-person") throw new OrdersFailure("not-eligible");
    const { purchaseId } = order;
    await insertDraft(tx, { id: orderId, raId, productId: product.id, priceCentavos, createdAt: now, purchaseId });
    await changeDraft(tx, orderId, { ...holderOf(order), ...decision?.changes });
    const details = { product: product.code, priceCentavos, purchaseId };
    await record(tx, { chain: `order:${orderId}`, act: "order.started", actor: { kind: "applicant" }, details }, now);
    return renewAccess(tx, command.accessToken, { orderId }, now);
  });
  return { orderId, accessToken };
}

function holderOf(order: Order): DraftChanges {
  return {
    applicant_name: order.applicantName,
    cpf: order.cpf,
    birth_date: order.birthDate,
    email: order.email,
    phone: order.phone,
    email_confirmed_at: order.emailConfirmedAt,
    phone_confirmed_at: order.phoneConfirmedAt,
  };
}
