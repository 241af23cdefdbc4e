import { type Reader, sql } from "../platform/database.ts";
import type { Secrets } from "../platform/secrets.ts";
import { type DenyEntry, type DenyHit, denySubjects } from "./deny-list.ts";
import type { IrregularityCase } from "./irregularity.ts";
import { caseColumns, caseRow } from "./irregularity-store.ts";

export const caseById: (reader: Reader, id: string) => Promise<IrregularityCase | undefined> = caseRow;

/** The order's newest case, open or closed. */
export async function caseOfOrder(reader: Reader, orderId: string): Promise<IrregularityCase | undefined> {
  return reader
    .selectFrom("irregularity_cases")
    .select(caseColumns)
    .where("order_id", "=", orderId)
    .orderBy("opened_at", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Nothing goes on with the order: a case is open, or one was founded (DOC-ICP-05.05 item 6). */
export async function isFrozen(reader: Reader, orderId: string): Promise<boolean> {
  const { rows } = await sql`select from irregularity_cases
    where order_id = ${orderId} and (closed_at is null or outcome = 'founded') limit 1`.execute(reader);
  return rows.length > 0;
}

export type CaseRow = IrregularityCase & {
  orderNumber: string;
  applicantName: string;
  reporterName: string;
  ownerName: string | null;
  senderName: string | null;
  closerName: string | null;
};

/** Cases of the AR: open ones by their clock, then the closed, newest first; with `id` that one alone. */
export async function casesOf(reader: Reader, raId: string, id?: string): Promise<CaseRow[]> {
  const { rows } = await sql<CaseRow>`
    select c.id, c.ra_id as "raId", c.order_id as "orderId", c.room_id as "roomId", c.kind,
      c.reported_by as "reportedBy", c.opened_at as "openedAt", c.report_due_at as "reportDueAt",
      c.close_due_at as "closeDueAt", c.owner_id as "ownerId", c.reported_at as "reportedAt",
      c.report_sent_by as "reportSentBy", c.report_reference as "reportReference", c.closed_at as "closedAt",
      c.closed_by as "closedBy", c.outcome, c.order_goes_on as "orderGoesOn", o.number as "orderNumber",
      o.applicant_name as "applicantName", r.name as "reporterName", w.name as "ownerName", s.name as "senderName",
      e.name as "closerName"
    from irregularity_cases c
    join orders o on o.id = c.order_id
    join agents r on r.id = c.reported_by
    left join agents w on w.id = c.owner_id
    left join agents s on s.id = c.report_sent_by
    left join agents e on e.id = c.closed_by
    where c.ra_id = ${raId} and (${id ?? null}::uuid is null or c.id = ${id ?? null}::uuid)
    order by c.closed_at desc nulls first,
      case when c.reported_at is null then c.report_due_at else c.close_due_at end, c.id
    limit 200`.execute(reader);
  return rows;
}

/** Which of these orders have an open or founded case, for a board of many. */
export async function frozenAmong(reader: Reader, orderIds: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select distinct order_id as id from irregularity_cases
    where order_id = any (${orderIds}::uuid[]) and (closed_at is null or outcome = 'founded')`.execute(reader);
  return new Set(rows.map(({ id }) => id));
}

export type CaseNote = { id: string; text: string; by: string; at: Date };

export async function notesOf(reader: Reader, caseId: string): Promise<CaseNote[]> {
  const { rows } = await sql<CaseNote>`
    select n.id, n.text, a.name as by, n.written_at as at from irregularity_notes n
    join agents a on a.id = n.written_by where n.case_id = ${caseId} order by n.written_at, n.id`.execute(reader);
  return rows;
}

export async function denyEntriesOf(reader: Reader, caseId: string): Promise<DenyEntry[]> {
  const { rows } = await sql<DenyEntry>`
    select id, case_id as "caseId", ra_id as "raId", subject, kind, added_at as "addedAt", until,
      confirmed_at as "confirmedAt", lifted_at as "liftedAt"
    from deny_list_entries where case_id = ${caseId} order by subject`.execute(reader);
  return rows;
}

/**
 * What the installation's list, of all its ARs (NEG-01), says of this person and company at `now`. Entries that were
 * lifted or whose time is over say nothing.
 */
export async function denyListHits(
  reader: Reader,
  secrets: Secrets,
  holder: { cpf: string | null; cnpj: string | null },
  now: Date,
): Promise<DenyHit[]> {
  const hashes = denySubjects(secrets, holder).map(({ hash }) => hash);
  const { rows } = await sql<DenyHit>`
    select e.id as "entryId", e.subject, e.kind, e.added_at as "addedAt", e.until, r.name as "raName",
      e.confirmed_at is null as "isProvisional"
    from deny_list_entries e join registration_authorities r on r.id = e.ra_id
    where e.subject_hash = any (${hashes}::text[]) and e.lifted_at is null and (e.until is null or e.until > ${now})
    order by e.added_at`.execute(reader);
  return rows;
}
