import { sql, type Transaction } from "../../platform/database.ts";
import type { JobOutcome } from "../../platform/jobs/job-troubles.ts";
import type { Trouble } from "./trouble.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    job_troubles: {
      job_id: string;
      name: string;
      order_id: string | null;
      ra_id: string | null;
      attempts: number;
      last_error: string;
      began_at: Date;
      failed_at: Date;
      given_up_at: Date | null;
      settled_at: Date | null;
      outcome: JobOutcome | "by-hand" | null;
      settled_by: string | null;
      note: string | null;
    };
  }
}

export const troubleColumns = [
  "job_id as jobId",
  "name",
  "order_id as orderId",
  "ra_id as raId",
  "attempts",
  "last_error as lastError",
  "began_at as beganAt",
  "failed_at as failedAt",
  "given_up_at as givenUpAt",
  "settled_at as settledAt",
  "outcome",
  "settled_by as settledBy",
  "note",
] as const;

/** True where nobody was told before. Late news about one that ended, or that failed again since, change nothing. */
export async function putTrouble(
  tx: Transaction,
  trouble: Pick<Trouble, "jobId" | "name" | "orderId" | "raId" | "attempts" | "lastError" | "failedAt" | "givenUpAt">,
): Promise<boolean> {
  const { jobId, name, orderId, raId, attempts, lastError, failedAt, givenUpAt } = trouble;
  const { rows } = await sql<{ isNew: boolean }>`
    insert into job_troubles as t (job_id, name, order_id, ra_id, attempts, last_error, began_at, failed_at, given_up_at)
    values (${jobId}, ${name}, ${orderId}, ${raId}, ${attempts}, ${lastError}, ${failedAt}, ${failedAt}, ${givenUpAt})
    on conflict (job_id) do update set attempts = excluded.attempts, last_error = excluded.last_error,
      failed_at = excluded.failed_at, given_up_at = excluded.given_up_at
      where t.settled_at is null and t.failed_at <= excluded.failed_at
    returning xmax = 0 as "isNew"`.execute(tx);
  return rows[0]?.isNew ?? false;
}

/** Ends it; news of its failures that come later find it ended. False where it was ended before. */
export async function settleTroubleRow(
  tx: Transaction,
  trouble: { jobId: string; name: string; outcome: JobOutcome; at: Date },
): Promise<boolean> {
  const { jobId, name, outcome, at } = trouble;
  const { rows } = await sql`
    insert into job_troubles as t (job_id, name, began_at, failed_at, settled_at, outcome)
    values (${jobId}, ${name}, ${at}, ${at}, ${at}, ${outcome})
    on conflict (job_id) do update set settled_at = excluded.settled_at, outcome = excluded.outcome
      where t.settled_at is null
    returning job_id`.execute(tx);
  return rows.length > 0;
}

export async function settleByHandRow(
  tx: Transaction,
  jobId: string,
  by: string,
  note: string,
  now: Date,
): Promise<void> {
  const settled = { settled_at: now, outcome: "by-hand" as const, settled_by: by, note };
  await tx
    .updateTable("job_troubles")
    .set(settled)
    .where("job_id", "=", jobId)
    .where("settled_at", "is", null)
    .execute();
}

/** A person had it tried again: it is on its way. */
export async function markRetried(tx: Transaction, jobId: string): Promise<void> {
  await tx.updateTable("job_troubles").set({ given_up_at: null }).where("job_id", "=", jobId).execute();
}

export async function lockTrouble(tx: Transaction, jobId: string): Promise<Trouble | undefined> {
  return tx
    .selectFrom("job_troubles")
    .select(troubleColumns)
    .where("job_id", "=", jobId)
    .forUpdate()
    .executeTakeFirst();
}
