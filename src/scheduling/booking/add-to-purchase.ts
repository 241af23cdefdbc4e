import { addCertificate } from "../../orders/draft/add-certificate.ts";
import type { OrderPrincipal } from "../../orders/order-principal.ts";
import type { Context } from "../../platform/settings/context.ts";
import { forgetWish } from "../line/wish-walk-in.ts";
import { requireAttended } from "./require-attended.ts";

/**
 * Puts one more certificate into a purchase, if the AR can attend and verify it. Several certificates need times one
 * after the other, so "Atender agora", chosen for a single one, is dropped. Failures: shop-not-attended, and those of
 * `addCertificate`.
 */
export async function addToPurchase(
  ctx: Context,
  command: { orderId: string; productId: string; accessToken: string; by: OrderPrincipal },
): Promise<{ orderId: string; accessToken: string }> {
  await requireAttended(ctx, [command.productId]);
  const added = await addCertificate(ctx, command);
  await forgetWish(ctx, command);
  return added;
}
