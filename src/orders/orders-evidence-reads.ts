import { type Reader, sql } from "../platform/database.ts";
import { type EvidenceRow, namedRows } from "../platform/evidence.ts";

/** What an order gives to its dossier. */
export const orderEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select o.id, o.ra_id, o.product_id, o.number, o.origin, o.price_centavos, o.applicant_name, o.cpf,
           o.birth_date, o.email, o.phone, o.company_name, o.cnpj, o.biometrics_answer, o.eligibility_rule_id,
           o.eligibility_outcome, o.eligibility_decided_at, o.email_confirmed_at, o.phone_confirmed_at,
           o.terms_version, o.terms_accepted_at, o.created_at, o.placed_at, o.cancelled_at, o.cancelled_reason,
           o.purchase_id, o.purchase_position, o.attendance, o.site_id
    from orders o where o.id = ${orderId}`,
  );

/** When each address was confirmed. The code's hash opens nothing to a reader and is left out. */
export const contactEvidence = (reader: Reader, orderId: string): Promise<EvidenceRow[]> =>
  namedRows(
    reader,
    sql`select c.id, c.order_id, c.channel, c.destination, c.tries, c.created_at, c.expires_at, c.confirmed_at
    from contact_codes c where c.order_id = ${orderId} order by c.created_at`,
  );
