import { productById } from "../../catalog/catalog-reads.ts";
import { issuedCertificateOf } from "../../issuance/certificates/issuance-reads.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { paymentOf } from "../../payments/payments-reads.ts";
import { type Reader, sql } from "../../platform/database.ts";
import { awaitsVerification, finalOutcome } from "../../proofing/proofing.ts";
import { approvedProofing, proofingsOf } from "../../proofing/proofing-reads.ts";
import { shipmentOf } from "../../shipping/shipping-reads.ts";
import type { Deadline, OrderMilestones } from "./deadline.ts";
import { deadlineColumns, deadlineRow } from "./deadline-store.ts";

export const deadlineById: (reader: Reader, id: string) => Promise<Deadline | undefined> = deadlineRow;

/** The facts that dates hang on, and whose order it is; undefined where there is none. */
export async function milestonesOf(
  reader: Reader,
  orderId: string,
): Promise<(OrderMilestones & { raId: string }) | undefined> {
  const order = await orderById(reader, orderId);
  const product = order && (await productById(reader, order.productId));
  if (!order || !product) return undefined;
  const [latest] = await proofingsOf(reader, orderId);
  const outcome = latest && finalOutcome(latest);
  const standing = await approvedProofing(reader, orderId);
  const awaiting = latest && awaitsVerification(latest);
  const certificate = await issuedCertificateOf(reader, orderId);
  return {
    raId: order.raId,
    attendance: order.attendance,
    placedAt: order.placedAt,
    cancelledAt: order.cancelledAt,
    paidAt: (await paymentOf(reader, orderId))?.paidAt ?? null,
    validatedAt: (awaiting && latest.validation?.at) || null,
    approvedAt: (outcome === "approved" && standing?.proofingId === latest?.id && latest?.verification?.at) || null,
    needsMedia: product.device !== "none",
    mediaDeliveredAt: (await shipmentOf(reader, orderId))?.deliveredAt ?? null,
    issuedAt: certificate?.issuedAt ?? null,
    expiresAt: certificate?.notAfter ?? null,
    revokedAt: certificate?.revokedAt ?? null,
  };
}

/** The dates that run for an order, the next one first. */
export async function openDeadlinesOf(reader: Reader, orderId: string): Promise<Deadline[]> {
  return reader
    .selectFrom("deadlines")
    .select(deadlineColumns)
    .where("order_id", "=", orderId)
    .where("met_at", "is", null)
    .where("passed_at", "is", null)
    .orderBy("due_at")
    .execute();
}

export type DeadlineRow = Deadline & { orderNumber: string; applicantName: string };

/** The AR's next dates, all orders; certificates that expire later than `until` are left out. */
export async function deadlinesOfRa(reader: Reader, raId: string, until: Date, limit = 50): Promise<DeadlineRow[]> {
  const { rows } = await sql<DeadlineRow>`
    select d.id, d.ra_id as "raId", d.order_id as "orderId", d.kind, d.began_at as "beganAt", d.due_at as "dueAt",
      d.warn_at as "warnAt", d.warned, d.met_at as "metAt", d.passed_at as "passedAt", o.number as "orderNumber",
      o.applicant_name as "applicantName"
    from deadlines d join orders o on o.id = d.order_id
    where d.ra_id = ${raId} and d.met_at is null and d.passed_at is null and d.due_at <= ${until}
    order by d.due_at limit ${limit}`.execute(reader);
  return rows;
}

/** Until when each of the AR's unpaid orders waits for its money, by order. */
export async function paymentDatesOf(reader: Reader, raId: string): Promise<Map<string, Date>> {
  const rows = await reader
    .selectFrom("deadlines")
    .select(["order_id as orderId", "due_at as dueAt"])
    .where("ra_id", "=", raId)
    .where("kind", "=", "payment")
    .where("met_at", "is", null)
    .where("passed_at", "is", null)
    .execute();
  return new Map(rows.map(({ orderId, dueAt }) => [orderId, dueAt]));
}
