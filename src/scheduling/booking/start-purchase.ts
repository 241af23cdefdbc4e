import { startOrder } from "../../orders/draft/start-order.ts";
import type { Context } from "../../platform/settings/context.ts";
import { requireAttended } from "./require-attended.ts";

/** Starts a purchase of what the AR can attend and verify. Failures: shop-not-attended, and those of `startOrder`. */
export async function startPurchase(
  ctx: Context,
  command: { productId: string; accessToken?: string | undefined },
): Promise<{ orderId: string; accessToken: string }> {
  await requireAttended(ctx, [command.productId]);
  return startOrder(ctx, command);
}
