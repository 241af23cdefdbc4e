import { addCertificate } from "../orders/add-certificate.ts";
import type { OrderPrincipal } from "../orders/order-principal.ts";
import type { Context } from "../platform/context.ts";
import { requireAttended } from "./require-attended.ts";

/** Puts one more certificate into a purchase, if the AR can attend and verify it. Failures: shop-not-attended, and those of `addCertificate`. */
export async function addToPurchase(
  ctx: Context,
  command: { orderId: string; productId: string; accessToken: string; by: OrderPrincipal },
): Promise<{ orderId: string }> {
  await requireAttended(ctx, [command.productId]);
  return addCertificate(ctx, command);
}
