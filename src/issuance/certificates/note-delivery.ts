import { mayActOn, type OrderPrincipal } from "../../orders/order-principal.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { insertDelivery } from "./certificate-store.ts";

/** certificate: into the page that holds the key. The files are copies that the holder downloads. */
export type Delivered = "certificate" | "agreement-sent" | "certificate-file" | "agreement-file";

/** Keeps to which browser something of the certificate was handed, for the dossier. Failures: not-found. */
export async function noteDelivery(
  ctx: Context,
  command: { orderId: string; what: Delivered; address: string; userAgent: string; by: OrderPrincipal },
): Promise<void> {
  const { by, userAgent, ...delivery } = command;
  await transact(ctx.db, async (tx) => {
    const order = await orderById(tx, command.orderId);
    if (!order || !mayActOn(by, order)) throw new Failure("not-found");
    await insertDelivery(tx, { ...delivery, userAgent: userAgent.slice(0, 500) }, ctx.clock.now());
  });
}
