import { sql, type Transaction, transact } from "../database.ts";
import { newId } from "../ids.ts";
import type { Context } from "../settings/context.ts";
import { bossOn, deadQueue, type JobData, jobQueue } from "./job-queue.ts";
import type { Roster } from "./job-roster.ts";
import { announce, type JobSubject, wakeAfter } from "./jobs.ts";

/**
 * After so many failures a person is told; the job is still tried, but pages no longer promise that it takes seconds.
 */
export const troubleAfter = 3;
const reportPauseSeconds = 60;

declare module "./jobs.ts" {
  interface EventPayloads {
    /** A job failed for the third time or again after that, or was given up. `since` and every time: ISO 8601. */
    "job.stalled": {
      jobId: string;
      name: string;
      subject: JobSubject;
      attempts: number;
      givenUp: boolean;
      lastError: string;
      at: string;
    };
    /** A stalled job ran at last, or nothing of it is left to run. */
    "job.settled": { jobId: string; name: string; outcome: JobOutcome; at: string };
  }
}

/** done: it ran. replaced: a newer job of the same key stands in for it. withdrawn: what asked for it took it back. */
export type JobOutcome = "done" | "replaced" | "withdrawn";

/** Thrown by a handler that knows that another try is of no use: the job is given up at once. */
export class GiveUpError extends Error {}

/** Nobody is told that a report fails, so it is never given up: `reportTroubles` sends it to work again. */
const isReport = (name: string): boolean => /^event:job\./.test(name);

/** Whether somebody was told of this job, so that its end must be told too. */
export const isTroubled = (job: { retryCount: number; data: JobData }): boolean =>
  (job.retryCount >= troubleAfter || job.data.trouble !== undefined) && !isReport(job.data.name);

type Stalled = { id: string; data: JobData; attempts: number; givenUp: boolean; lastError: string | null };

/**
 * Announces each job that failed often enough, once for each try, also those whose worker died without a word; logs those
 * that were given up, each once, whoever notices. Every job passes here when it is given up, whatever its name, its payload
 * and its error: none of them can keep the others from being told.
 */
export async function reportTroubles(ctx: Context, roster: Roster): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const error = sql<string | null>`coalesce(output->>'message', output->'value'->>'message')`;
    const waiting = await sql<Stalled>`
      update pgboss.job set data = data || jsonb_build_object('told', retry_count + 1)
      where name = ${jobQueue} and state = 'retry' and data->>'name' !~ '^event:job[.]'
        and (retry_count + 1 >= ${troubleAfter} or data ? 'trouble') and coalesce((data->>'told')::int, 0) <= retry_count
      returning id, data, retry_count + 1 as attempts, false as "givenUp", ${error} as "lastError"`.execute(tx);
    const dead = await sql<Stalled>`
      update pgboss.job set data = data || '{"reported": true}'
      where name = ${deadQueue} and state = 'created' and not data ? 'reported'
      returning source_id as id, data, source_retry_count + 1 as attempts, true as "givenUp",
        coalesce(source_output->>'message', source_output->'value'->>'message') as "lastError"`.execute(tx);
    for (const { id, data, attempts, lastError } of dead.rows)
      ctx.log.error({ job: data.name, jobId: id, attempts, lastError }, "job given up");
    for (const job of [...waiting.rows, ...dead.rows]) await announceStalled(ctx, tx, roster, job);
    await sendReportsAgain(tx);
  });
}

async function sendReportsAgain(tx: Transaction): Promise<void> {
  const { rows } = await sql<{ data: JobData }>`delete from pgboss.job
    where name = ${deadQueue} and data->>'name' ~ '^event:job[.]' returning data - 'reported' as data`.execute(tx);
  if (rows.length === 0) return;
  const { boss, db } = await bossOn(tx);
  for (const { data } of rows) await boss.send(jobQueue, data, { id: newId(), startAfter: reportPauseSeconds, db });
}

/** Its order or AR by what the payload names; the installation's, where that names nothing that can be found. */
async function subjectOf(ctx: Context, tx: Transaction, roster: Roster, { id, data }: Stalled): Promise<JobSubject> {
  // An id that is none would end the transaction that tells of all the others.
  await sql`savepoint whose`.execute(tx);
  try {
    return await roster.subjectOf(tx, data.payload);
  } catch (error) {
    await sql`rollback to savepoint whose`.execute(tx);
    ctx.log.warn({ err: error, job: data.name, jobId: id }, "whose a job is cannot be found");
    return {};
  }
}

async function announceStalled(ctx: Context, tx: Transaction, roster: Roster, job: Stalled): Promise<void> {
  const { data, attempts, givenUp } = job;
  if (isReport(data.name)) return;
  const subject = await subjectOf(ctx, tx, roster, job);
  const at = ctx.clock.now().toISOString();
  const jobId = data.trouble ?? job.id;
  const lastError = job.lastError ?? "";
  await announce(tx, "job.stalled", { jobId, name: data.name, subject, attempts, givenUp, lastError, at });
}

/** Tells, with the caller's transaction, that a job somebody was told of is over. */
export async function announceSettled(
  ctx: Pick<Context, "clock">,
  tx: Transaction,
  job: { id: string; data: JobData },
  outcome: JobOutcome,
): Promise<void> {
  const at = ctx.clock.now().toISOString();
  await announce(tx, "job.settled", { jobId: job.data.trouble ?? job.id, name: job.data.name, outcome, at });
}

/**
 * Has a stalled job tried at once: one that waits for its next try, or a copy of one that was given up. False where nothing
 * is left of it. One that runs at this moment is left to it.
 */
export async function rerunJob(tx: Transaction, jobId: string, now: Date): Promise<boolean> {
  const waiting = await sql`update pgboss.job
    set start_after = case when state = 'retry' then least(now(), ${now}::timestamptz) else start_after end
    where name = ${jobQueue} and state in ('created', 'retry', 'active') and (id = ${jobId} or data->>'trouble' = ${jobId})
    returning id`.execute(tx);
  if (waiting.rows.length === 0) {
    const [dead] = await takeDead(tx, jobId);
    if (!dead) return false;
    const { name, payload, key } = dead;
    const data: JobData = { name, payload, trouble: jobId, ...(key !== undefined && { key }) };
    const { boss, db } = await bossOn(tx);
    const singleton = key === undefined ? {} : { singletonKey: key };
    await boss.send(jobQueue, data, { id: newId(), ...singleton, db });
  }
  wakeAfter(tx);
  return true;
}

/** A person did it by hand: it is not tried any more. One that runs at this moment ends as it will. */
export async function withdrawJob(tx: Transaction, jobId: string): Promise<void> {
  await takeDead(tx, jobId);
  await sql`delete from pgboss.job where name = ${jobQueue} and state in ('created', 'retry')
    and (id = ${jobId} or data->>'trouble' = ${jobId})`.execute(tx);
}

async function takeDead(tx: Transaction, jobId: string): Promise<JobData[]> {
  const { rows } = await sql<{ data: JobData }>`delete from pgboss.job
    where name = ${deadQueue} and (source_id = ${jobId} or data->>'trouble' = ${jobId}) returning data`.execute(tx);
  return rows.map(({ data }) => data);
}
