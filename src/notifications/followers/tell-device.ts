import type { EventPayloads } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { shipmentOf } from "../../shipping/shipping-reads.ts";
import { deviceDelivered, deviceShipped } from "../letters/device-letters.ts";
import { tellHolder } from "./tell-holder.ts";

/** Nothing is told of a sending that another has replaced meanwhile. */
export async function tellShipped(ctx: Context, shipped: EventPayloads["device.shipped"]): Promise<void> {
  const { orderId, shipmentId } = shipped;
  await tellHolder(ctx, orderId, `device-shipped:${shipmentId}`, async (facts, tx) => {
    const shipment = await shipmentOf(tx, orderId);
    return shipment?.id === shipmentId ? deviceShipped(facts, ctx.config.publicUrl, shipment) : undefined;
  });
}

export async function tellDelivered(ctx: Context, { orderId }: EventPayloads["device.delivered"]): Promise<void> {
  await tellHolder(ctx, orderId, `device-delivered:${orderId}`, (facts) =>
    deviceDelivered(facts, ctx.config.publicUrl),
  );
}
