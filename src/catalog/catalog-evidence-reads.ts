import { type Reader, sql } from "../platform/database.ts";
import { type EvidenceRow, namedRows } from "../platform/evidence.ts";

/** The product as it is sold. */
export const productEvidence = (reader: Reader, productId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select p.id, p.ra_id, p.code, p.name, p.summary, p.person, p.certificate_type, p.device, p.validity_months,
           p.slot_minutes, p.price_centavos, p.position, p.active, p.created_at, p.pause_before_minutes,
           p.pause_after_minutes, p.notice_minutes, p.horizon_days
    from products p where p.id = ${productId}`,
  );

/** The rules that identifications went by. */
export const rulePackEvidence = (reader: Reader, ids: readonly string[]): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select k.id, k.ra_id, k.name, k.valid_from, k.content, k.created_at
    from rule_packs k where k.id = any(${ids}::uuid[]) order by k.id`,
  );
