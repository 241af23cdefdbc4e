import { type Reader, sql } from "../platform/database.ts";
import type { Shipment } from "./shipment.ts";
import { latestShipment } from "./shipment-store.ts";

/** The newest sending of the order's card or token. */
export const shipmentOf: (reader: Reader, orderId: string) => Promise<Shipment | undefined> = latestShipment;

/** An order whose card or token the AR must send, or has sent. */
export type DeviceRow = {
  orderId: string;
  orderNumber: string;
  applicantName: string;
  phone: string | null;
  productName: string;
  device: "card" | "token";
  /** When the second agent agreed. */
  confirmedAt: Date;
  carrier: string | null;
  trackingCode: string | null;
  shippedAt: Date | null;
  deliveredAt: Date | null;
};

/** The AR's devices that wait or travel, longest waiting first; then those that arrived after `since`. At most 200. */
export async function devicesOf(reader: Reader, raId: string, since: Date): Promise<DeviceRow[]> {
  const { rows } = await sql<DeviceRow>`
    select o.id as "orderId", o.number as "orderNumber", o.applicant_name as "applicantName", o.phone,
      p.name as "productName", p.device, a.verified_at as "confirmedAt", s.carrier,
      s.tracking_code as "trackingCode", s.shipped_at as "shippedAt", d.delivered_at as "deliveredAt"
    from orders o
    join products p on p.id = o.product_id and p.device <> 'none'
    join lateral (
      select w.verified_at from proofings f
      join validations v on v.proofing_id = f.id and v.outcome = 'approved'
      join verifications w on w.proofing_id = f.id and w.outcome = 'approved'
      where f.order_id = o.id order by w.verified_at desc limit 1) a on true
    left join lateral (
      select * from shipments where order_id = o.id order by shipped_at desc, id desc limit 1) s on true
    left join deliveries d on d.order_id = o.id
    where o.ra_id = ${raId} and o.cancelled_at is null and (d.delivered_at is null or d.delivered_at > ${since})
    order by d.delivered_at nulls first, s.shipped_at nulls first, a.verified_at limit 200`.execute(reader);
  return rows;
}
