import { type Reader, sql, type Transaction, violatedConstraint } from "../platform/database.ts";
import type { DeviceFacts, Shipment } from "./shipment.ts";
import { ShippingFailure } from "./shipping-failures.ts";

declare module "../platform/database.ts" {
  interface Tables {
    shipments: {
      id: string;
      order_id: string;
      carrier: string;
      tracking_code: string;
      shipped_at: Date;
      shipped_by: string;
    };
    deliveries: { order_id: string; shipment_id: string; delivered_at: Date; recorded_by: string };
  }
}

export async function latestShipment(reader: Reader, orderId: string): Promise<Shipment | undefined> {
  const { rows } = await sql<Shipment>`
    select s.id, s.order_id as "orderId", s.carrier, s.tracking_code as "trackingCode", s.shipped_at as "shippedAt",
      d.delivered_at as "deliveredAt"
    from shipments s left join deliveries d on d.order_id = s.order_id
    where s.order_id = ${orderId} order by s.shipped_at desc, s.id desc limit 1`.execute(reader);
  return rows[0];
}

type Locked = DeviceFacts & { raId: string };

/** The facts, with the order locked: of two who record at once the second sees what the first wrote. */
export async function lockDeviceFacts(tx: Transaction, orderId: string): Promise<Locked | undefined> {
  await sql`select 1 from orders where id = ${orderId} for update`.execute(tx);
  const { rows } = await sql<Locked>`
    select o.ra_id as "raId", p.device <> 'none' as "needsDevice", o.cancelled_at is not null as cancelled,
      exists (select 1 from proofings f
        join validations v on v.proofing_id = f.id and v.outcome = 'approved'
        join verifications w on w.proofing_id = f.id and w.outcome = 'approved'
        where f.order_id = o.id) as "identityConfirmed",
      exists (select 1 from shipments where order_id = o.id) as shipped,
      exists (select 1 from deliveries where order_id = o.id) as delivered
    from orders o join products p on p.id = o.product_id where o.id = ${orderId}`.execute(tx);
  return rows[0];
}

export async function insertShipment(
  tx: Transaction,
  shipment: Pick<Shipment, "id" | "orderId" | "carrier" | "trackingCode" | "shippedAt">,
  by: string,
): Promise<void> {
  const { id, orderId, carrier, trackingCode, shippedAt } = shipment;
  const row = { id, order_id: orderId, carrier, tracking_code: trackingCode, shipped_at: shippedAt, shipped_by: by };
  try {
    await tx.insertInto("shipments").values(row).execute();
  } catch (error) {
    if (violatedConstraint(error) === "shipments_order_id_tracking_code_key")
      throw new ShippingFailure("device-already-shipped");
    throw error;
  }
}

export async function insertDelivery(tx: Transaction, shipment: Shipment, by: string, now: Date): Promise<void> {
  const { id: shipment_id, orderId: order_id } = shipment;
  await tx.insertInto("deliveries").values({ order_id, shipment_id, delivered_at: now, recorded_by: by }).execute();
}
