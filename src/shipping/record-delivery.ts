import { record } from "../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import { announce } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { deliveryRefusal, mayShip } from "./shipment.ts";
import { insertDelivery, latestShipment, lockDeviceFacts } from "./shipment-store.ts";
import { ShippingFailure } from "./shipping-failures.ts";

/**
 * The card or token is with the holder, by the carrier's word or the holder's. Failures: not-found, not-allowed,
 * device-not-shipped, device-already-delivered, and those of a shipment.
 */
export async function recordDelivery(ctx: Context, command: { orderId: string; by: AgentPrincipal }): Promise<void> {
  const now = ctx.clock.now();
  const { orderId, by } = command;
  await transact(ctx.db, async (tx) => {
    const facts = await lockDeviceFacts(tx, orderId);
    if (!facts || facts.raId !== by.raId) throw new Failure("not-found");
    if (!mayShip(by, facts.raId)) throw new Failure("not-allowed");
    const refusal = deliveryRefusal(facts);
    const shipment = await latestShipment(tx, orderId);
    if (refusal || !shipment) throw refusal ?? new ShippingFailure("device-not-shipped");
    await insertDelivery(tx, shipment, by.id, now);
    await announce(tx, "device.delivered", { orderId });
    const details = { shipmentId: shipment.id };
    await record(tx, { chain: `order:${orderId}`, act: "device.delivered", actor: actorOf(by), details }, now);
  });
}
