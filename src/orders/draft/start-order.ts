import { record } from "../../audit/record.ts";
import { productById } from "../../catalog/catalog-reads.ts";
import { requireDiskSpace } from "../../platform/blobs/disk-space.ts";
import { transact } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { renewAccess } from "../access/renew-access.ts";
import { changeDraft, insertDraft } from "../order-store.ts";
import { eligibilityToday } from "./eligibility-today.ts";
import { requireOnSale } from "./require-on-sale.ts";

/**
 * Starts a draft for a product on sale, at today's price, and lets this browser see it. `accessToken`: the browser's
 * token if it has one; the one in the answer replaces it in the cookie. Eligibility is decided at once where no answer
 * of the applicant can change it. Failures: product-not-on-sale, certificate-not-issued {type}, disk-low.
 */
export async function startOrder(
  ctx: Context,
  command: { productId: string; accessToken?: string | undefined },
): Promise<{ orderId: string; accessToken: string }> {
  await requireDiskSpace(ctx);
  const now = ctx.clock.now();
  const orderId = newId(now.getTime());
  const accessToken = await transact(ctx.db, async (tx) => {
    const product = await requireOnSale(tx, await productById(tx, command.productId), now);
    const { raId, priceCentavos } = product;
    await insertDraft(tx, { id: orderId, raId, productId: product.id, priceCentavos, createdAt: now });
    const decision = await eligibilityToday(tx, product, null, now);
    if (decision) await changeDraft(tx, orderId, decision.changes);
    const details = { product: product.code, priceCentavos };
    await record(tx, { chain: `order:${orderId}`, act: "order.started", actor: { kind: "applicant" }, details }, now);
    return renewAccess(tx, command.accessToken, { orderId }, now);
  });
  return { orderId, accessToken };
}
