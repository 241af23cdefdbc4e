import { type Reader, sql } from "../../platform/database.ts";
import { type EvidenceRow, namedRows } from "../../platform/evidence.ts";

/** Every appointment of the order, also those let go. */
export const appointmentEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select a.id, a.order_id, a.ra_id, a.agent_id, a.holder_cpf, a.during, a.status, a.hold_expires_at,
           a.hold_extended, a.released_reason, a.calendar_uid, a.calendar_sequence, a.created_at, a.booked_at,
           a.released_at, a.occupied, a.language, a.chain_id, a.attendance, a.site_id, a.beside
    from appointments a where a.order_id = ${orderId} order by a.created_at`,
  );
