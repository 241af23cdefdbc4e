import { OrdersFailure } from "../orders/orders-failures.ts";
import { type AgentPrincipal, mayManage } from "../people/agent.ts";
import type { Failure } from "../platform/failures/failure.ts";
import { ShippingFailure } from "./shipping-failures.ts";

declare module "../platform/jobs/jobs.ts" {
  interface EventPayloads {
    "device.shipped": { orderId: string; shipmentId: string };
    "device.delivered": { orderId: string };
  }
}

/** A card or token on its way to the holder: the newest sending of an order, and whether it arrived. */
export type Shipment = {
  id: string;
  orderId: string;
  carrier: string;
  trackingCode: string;
  shippedAt: Date;
  deliveredAt: Date | null;
};

/** What decides whether a device may leave the AR, and whether it may be recorded as arrived. */
export type DeviceFacts = {
  /** The product lives on a card or token. */
  needsDevice: boolean;
  cancelled: boolean;
  /** By both agents. */
  identityConfirmed: boolean;
  shipped: boolean;
  delivered: boolean;
};

/** Why a device may not leave now; undefined = it may, also once more while it has not arrived. */
export function shippingRefusal(facts: DeviceFacts): Failure | undefined {
  if (!facts.needsDevice) return new ShippingFailure("device-not-needed");
  if (facts.cancelled) return new OrdersFailure("order-is-cancelled");
  if (!facts.identityConfirmed) return new ShippingFailure("device-not-due");
  return facts.delivered ? new ShippingFailure("device-already-delivered") : undefined;
}

/** Why an arrival may not be recorded now. */
export function deliveryRefusal(facts: DeviceFacts): Failure | undefined {
  return shippingRefusal(facts) ?? (facts.shipped ? undefined : new ShippingFailure("device-not-shipped"));
}

/** The AR's manager keeps the book of what leaves the house. */
export const mayShip = (who: AgentPrincipal, raId: string): boolean => mayManage(who, raId);

/** "aa 123456789 br" -> "AA123456789BR": a carrier's code as it is looked up. Undefined where it cannot be one. */
export function parseTrackingCode(text: string): string | undefined {
  const code = text.replace(/[\s.]/g, "").toUpperCase();
  return /^[A-Z0-9-]{5,40}$/.test(code) ? code : undefined;
}
