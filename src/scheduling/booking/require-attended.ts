import type { Context } from "../../platform/settings/context.ts";
import { saleGapOf } from "../agenda/shop-opening-reads.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";

/** Refuses what nobody attends, or nobody else could verify. Failures: shop-not-attended. */
export async function requireAttended(ctx: Context, productIds: readonly string[]): Promise<void> {
  for (const productId of productIds) {
    const gap = await saleGapOf(ctx.db, productId, ctx.clock.now());
    // What is not issued here is refused, with its own words, by whoever takes the order.
    if (gap && gap !== "not-issued") throw new SchedulingFailure("shop-not-attended");
  }
}
