import { type Reader, sql } from "../platform/database.ts";
import { type EvidenceRow, namedRows } from "../platform/evidence.ts";

/** Every charge that asked for the order, with the order's part of it. */
export const chargeEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select c.id, c.provider, c.txid, c.amount_centavos, c.brcode, c.created_at, c.expires_at, c.cancelled_at,
           c.purchase_id, i.order_id, i.amount_centavos as order_amount_centavos
    from charges c join charge_items i on i.charge_id = c.id where i.order_id = ${orderId} order by c.created_at`,
  );

/** What was paid. */
export const paymentEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select p.id, p.charge_id, p.order_id, p.end_to_end_id, p.amount_centavos, p.paid_at, p.recorded_at,
           p.hand_means, p.hand_reason, p.hand_by
    from payments p where p.order_id = ${orderId} order by p.recorded_at, p.id`,
  );
