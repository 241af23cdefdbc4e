import { record } from "../audit/record.ts";
import { type AgentPrincipal, actorOf, type Installation, mayManage } from "../people/agent.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import { newId } from "../platform/ids.ts";
import type { Context } from "../platform/settings/context.ts";
import { putProduct as store } from "./catalog-store.ts";
import type { Product } from "./product.ts";

/**
 * Puts a product on an AR's shelf, or changes the one of the same code. Orders keep the price they were started with.
 * Failures: not-allowed (managers of that AR only).
 */
export async function putProduct(
  ctx: Context,
  command: { product: Omit<Product, "id">; by: AgentPrincipal | Installation },
): Promise<{ productId: string }> {
  const { product, by } = command;
  if (by !== "installation" && !mayManage(by, product.raId)) throw new Failure("not-allowed");
  return transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const productId = await store(tx, { ...product, id: newId(now.getTime()) }, now);
    const { code, priceCentavos, active, raId } = product;
    const details = { productId, code, priceCentavos, active };
    await record(tx, { chain: `ar:${raId}`, act: "product.put", actor: actorOf(by), details }, now);
    return { productId };
  });
}
