import { record } from "../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import { newId } from "../platform/ids.ts";
import { announce } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { mayShip, shippingRefusal } from "./shipment.ts";
import { insertShipment, lockDeviceFacts } from "./shipment-store.ts";

/**
 * The card or token left the AR. Recorded again with another code (lost, typed wrong), the newest counts and the holder
 * hears of it. Failures: not-found, not-allowed, device-not-needed, device-not-due, order-is-cancelled,
 * device-already-delivered, device-already-shipped (that code; field "code").
 */
export async function recordShipment(
  ctx: Context,
  command: { orderId: string; carrier: string; trackingCode: string; by: AgentPrincipal },
): Promise<void> {
  const now = ctx.clock.now();
  const { orderId, carrier, trackingCode, by } = command;
  await transact(ctx.db, async (tx) => {
    const facts = await lockDeviceFacts(tx, orderId);
    if (!facts || facts.raId !== by.raId) throw new Failure("not-found");
    if (!mayShip(by, facts.raId)) throw new Failure("not-allowed");
    const refusal = shippingRefusal(facts);
    if (refusal) throw refusal;
    const shipmentId = newId(now.getTime());
    await insertShipment(tx, { id: shipmentId, orderId, carrier, trackingCode, shippedAt: now }, by.id);
    await announce(tx, "device.shipped", { orderId, shipmentId });
    const details = { shipmentId, carrier, trackingCode };
    await record(tx, { chain: `order:${orderId}`, act: "device.shipped", actor: actorOf(by), details }, now);
  });
}
