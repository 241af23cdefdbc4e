import { type Reader, sql } from "../../platform/database.ts";
import type { CertificateFields, FieldKind } from "./certificate-fields.ts";

export type WrittenField = {
  field: FieldKind;
  content: Record<string, string>;
  paperId: string;
  paperName: string;
  by: string;
  at: Date;
};

/**
 * The fields of an order as they stand, each with the paper that proves it; oldest first. One whose paper does not serve any more
 * has lost its proof, and stands no more.
 */
export async function writtenFields(reader: Reader, orderId: string): Promise<WrittenField[]> {
  const { rows } = await sql<WrittenField>`
    select * from (
      select distinct on (f.field) f.field, f.content, f.paper_id as "paperId", p.file_name as "paperName", a.name as by,
        f.written_at as at
      from certificate_fields f left join papers p on p.id = f.paper_id join agents a on a.id = f.written_by
      where f.order_id = ${orderId} order by f.field, f.written_at desc, f.id desc) newest
    where content is not null and (select v.outcome from paper_reviews v where v.paper_id = newest."paperId"
      order by v.reviewed_at desc, v.id desc limit 1) = 'accepted'
    order by at`.execute(reader);
  return rows;
}

/** Whether it is a company's certificate and nobody has copied its city and state yet. */
export async function isSeatMissing(reader: Reader, orderId: string): Promise<boolean> {
  const { rows } = await sql<{ legal: boolean }>`select p.person = 'legal' as legal from orders o
    join products p on p.id = o.product_id where o.id = ${orderId}`.execute(reader);
  return rows[0]?.legal === true && !(await writtenFields(reader, orderId)).some(({ field }) => field === "seat");
}

/** The same, for whoever lays out the certificate. */
export async function certificateFieldsOf(reader: Reader, orderId: string): Promise<CertificateFields> {
  const written = await writtenFields(reader, orderId);
  return Object.fromEntries(written.map(({ field, content }) => [field, content])) as CertificateFields;
}
