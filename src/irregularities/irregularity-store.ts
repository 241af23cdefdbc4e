import { type Reader, sql, type Transaction, violatedConstraint } from "../platform/database.ts";
import type { DenySubject } from "./deny-list.ts";
import { IrregularitiesFailure } from "./irregularities-failures.ts";
import type { CaseOutcome, IrregularityCase, IrregularityKind } from "./irregularity.ts";

declare module "../platform/database.ts" {
  interface Tables {
    irregularity_cases: {
      id: string;
      ra_id: string;
      order_id: string;
      room_id: string | null;
      kind: IrregularityKind;
      reported_by: string;
      opened_at: Date;
      report_due_at: Date;
      close_due_at: Date;
      owner_id: string | null;
      reported_at: Date | null;
      report_sent_by: string | null;
      report_reference: string | null;
      closed_at: Date | null;
      closed_by: string | null;
      outcome: CaseOutcome | null;
      order_goes_on: boolean | null;
    };
    irregularity_notes: { id: string; case_id: string; written_by: string; text: string; written_at: Date };
    deny_list_entries: {
      id: string;
      case_id: string;
      ra_id: string;
      subject: DenySubject;
      subject_hash: string;
      kind: IrregularityKind;
      added_by: string;
      added_at: Date;
      until: Date | null;
      confirmed_at: Date | null;
      lifted_at: Date | null;
    };
  }
}

export const caseColumns = [
  "id",
  "ra_id as raId",
  "order_id as orderId",
  "room_id as roomId",
  "kind",
  "reported_by as reportedBy",
  "opened_at as openedAt",
  "report_due_at as reportDueAt",
  "close_due_at as closeDueAt",
  "owner_id as ownerId",
  "reported_at as reportedAt",
  "report_sent_by as reportSentBy",
  "report_reference as reportReference",
  "closed_at as closedAt",
  "closed_by as closedBy",
  "outcome",
  "order_goes_on as orderGoesOn",
] as const;

type NewCase = Pick<
  IrregularityCase,
  "id" | "raId" | "orderId" | "roomId" | "kind" | "reportedBy" | "openedAt" | "reportDueAt" | "closeDueAt" | "ownerId"
>;

/** Failures: irregularity-open where the order has an open case. */
export async function insertCase(tx: Transaction, one: NewCase): Promise<void> {
  try {
    await sql`insert into irregularity_cases
      (id, ra_id, order_id, room_id, kind, reported_by, opened_at, report_due_at, close_due_at, owner_id)
      values (${one.id}, ${one.raId}, ${one.orderId}, ${one.roomId}, ${one.kind}, ${one.reportedBy}, ${one.openedAt},
        ${one.reportDueAt}, ${one.closeDueAt}, ${one.ownerId})`.execute(tx);
  } catch (error) {
    if (violatedConstraint(error) === "one_open_case_of_an_order") throw new IrregularitiesFailure("irregularity-open");
    throw error;
  }
}

/** Locked until the transaction ends: whoever works on a case comes one after the other. */
export async function lockCase(tx: Transaction, id: string): Promise<IrregularityCase | undefined> {
  return tx.selectFrom("irregularity_cases").select(caseColumns).where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function caseRow(reader: Reader, id: string): Promise<IrregularityCase | undefined> {
  return reader.selectFrom("irregularity_cases").select(caseColumns).where("id", "=", id).executeTakeFirst();
}

export async function assignCase(tx: Transaction, id: string, ownerId: string): Promise<void> {
  await tx.updateTable("irregularity_cases").set({ owner_id: ownerId }).where("id", "=", id).execute();
}

/** False where it was sent before, or the case is closed. */
export async function markReported(
  tx: Transaction,
  id: string,
  sent: { by: string; reference: string },
  now: Date,
): Promise<boolean> {
  const mark = tx
    .updateTable("irregularity_cases")
    .set({ reported_at: now, report_sent_by: sent.by, report_reference: sent.reference })
    .where("id", "=", id);
  const done = await mark.where("reported_at", "is", null).where("closed_at", "is", null).executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** False where it is closed already. */
export async function markCaseClosed(
  tx: Transaction,
  id: string,
  end: { outcome: CaseOutcome; goesOn: boolean; by: string },
  now: Date,
): Promise<boolean> {
  const close = tx
    .updateTable("irregularity_cases")
    .set({ closed_at: now, closed_by: end.by, outcome: end.outcome, order_goes_on: end.goesOn })
    .where("id", "=", id);
  return (await close.where("closed_at", "is", null).executeTakeFirst()).numUpdatedRows === 1n;
}

export async function insertNote(
  tx: Transaction,
  note: { id: string; caseId: string; by: string; text: string },
  now: Date,
): Promise<void> {
  const { id, caseId, by, text } = note;
  await tx
    .insertInto("irregularity_notes")
    .values({ id, case_id: caseId, written_by: by, text, written_at: now })
    .execute();
}

export async function insertDenyEntry(
  tx: Transaction,
  entry: {
    id: string;
    caseId: string;
    raId: string;
    subject: DenySubject;
    hash: string;
    kind: IrregularityKind;
    by: string;
  },
  now: Date,
): Promise<void> {
  await sql`insert into deny_list_entries (id, case_id, ra_id, subject, subject_hash, kind, added_by, added_at)
    values (${entry.id}, ${entry.caseId}, ${entry.raId}, ${entry.subject}, ${entry.hash}, ${entry.kind}, ${entry.by},
      ${now})`.execute(tx);
}

/** How many there were. */
export async function confirmDenyEntries(tx: Transaction, caseId: string, until: Date, now: Date): Promise<number> {
  const confirmed = await tx
    .updateTable("deny_list_entries")
    .set({ confirmed_at: now, until })
    .where("case_id", "=", caseId)
    .where("lifted_at", "is", null)
    .executeTakeFirst();
  return Number(confirmed.numUpdatedRows);
}

export async function liftDenyEntries(tx: Transaction, caseId: string, now: Date): Promise<void> {
  await tx
    .updateTable("deny_list_entries")
    .set({ lifted_at: now })
    .where("case_id", "=", caseId)
    .where("confirmed_at", "is", null)
    .execute();
}
