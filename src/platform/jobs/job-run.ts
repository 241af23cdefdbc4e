import { sql, transact } from "../database.ts";
import { newId } from "../ids.ts";
import type { Context } from "../settings/context.ts";
import { cutTo, withoutMarks } from "../typed-text.ts";
import { bossOn, heartbeatSeconds, type JobData, jobQueue } from "./job-queue.ts";
import type { Roster } from "./job-roster.ts";
import { announceSettled, GiveUpError, isTroubled, reportTroubles, troubleAfter } from "./job-troubles.ts";
import { isUndealtEvent, wakeAfter } from "./jobs.ts";

/** A job this process has claimed. `retryCount` names the attempt: pg-boss settles it for no other one. */
type ClaimedJob = { id: string; retryCount: number; data: JobData };

/** Runs one job claimed at `now` and settles it; resolves with the handler's error, if it had one. */
export async function runJob(ctx: Context, roster: Roster, job: ClaimedJob, now: Date): Promise<unknown> {
  const early = job.data.startAt ? new Date(job.data.startAt).getTime() - now.getTime() : 0;
  if (early > 0) return putOff(ctx, job, early);
  if (isUndealtEvent(job.data.name)) return dealOut(ctx, roster, job);
  const { boss, db } = await bossOn(ctx.db);
  const heartbeat = setInterval(
    () => {
      boss
        .touch(jobQueue, job, { db })
        .catch((error) => ctx.log.warn({ err: error, job: job.data.name }, "heartbeat of a job not written"));
    },
    (heartbeatSeconds / 4) * 1000,
  );
  try {
    const task = roster.tasks.get(job.data.name);
    if (task === undefined) throw new Error(`No domain handles the job ${job.data.name}.`);
    await task(ctx, job.data.payload as never);
  } catch (error) {
    await putBack(ctx, roster, job, error);
    return error;
  } finally {
    clearInterval(heartbeat);
  }
  const taken = isTroubled(job)
    ? await endTroubled(ctx, job)
    : isUntouched(await boss.deleteJob(jobQueue, job, { db }));
  if (taken) ctx.log.warn({ job: job.data.name, jobId: job.id }, "job taken from this worker while it ran");
  return undefined;
}

/** Takes a job away that somebody was told of, and tells that it is done; true where it is no longer this worker's. */
async function endTroubled(ctx: Context, job: ClaimedJob): Promise<boolean> {
  return transact(ctx.db, async (tx) => {
    const { boss, db } = await bossOn(tx);
    if (isUntouched(await boss.deleteJob(jobQueue, job, { db }))) return true;
    await announceSettled(ctx, tx, job, "done");
    return false;
  });
}

/** Turns an announced event into one job for each listener, in one transaction; an event nobody hears just leaves. */
async function dealOut(ctx: Context, roster: Roster, job: ClaimedJob): Promise<unknown> {
  try {
    await transact(ctx.db, async (tx) => {
      const { boss, db } = await bossOn(tx);
      const taken = isUntouched(await boss.deleteJob(jobQueue, job, { db }));
      const shares = taken ? [] : (roster.shares.get(job.data.name) ?? []);
      const jobs = shares.map((name) => ({ id: newId(), data: { name, payload: job.data.payload } satisfies JobData }));
      if (jobs.length > 0) await boss.insert(jobQueue, jobs, { db });
      if (!taken && isTroubled(job)) await announceSettled(ctx, tx, job, "done");
      wakeAfter(tx);
    });
    return undefined;
  } catch (error) {
    await putBack(ctx, roster, job, error);
    return error;
  }
}

/**
 * Its hour has come by the database's clock and not by ours, by which it was asked for: one of them runs ahead, or has
 * jumped. A handler would find nothing due and the job would be lost; so it waits on, and the attempt counts for nothing.
 */
async function putOff(ctx: Context, job: ClaimedJob, ms: number): Promise<undefined> {
  await sql`update pgboss.job set state = 'retry', started_on = null, heartbeat_on = null,
      start_after = now() + ${ms} * interval '1 millisecond'
    where name = ${jobQueue} and id = ${job.id} and state = 'active' and retry_count = ${job.retryCount}`.execute(
    ctx.db,
  );
}

/**
 * After a clock has jumped back: jobs that were to run at once, or after a pause between tries (half an hour at most), and
 * would now wait as long as the jump was. Jobs with an hour of their own keep it.
 */
export async function freeStranded(ctx: Context): Promise<void> {
  const { rows } = await sql<{ job: string }>`update pgboss.job set start_after = now()
    where name = ${jobQueue} and state < 'active' and coalesce((data->>'startAt')::timestamptz, '-infinity') <= now()
      and start_after > now() + case when state = 'retry' then interval '1 hour' else interval '0' end
    returning data->>'name' as job`.execute(ctx.db);
  if (rows.length > 0) ctx.log.warn({ jobs: rows.map(({ job }) => job) }, "clock jumped back; jobs freed");
}

async function putBack(ctx: Context, roster: Roster, job: ClaimedJob, error: unknown): Promise<void> {
  const fields = { err: error, job: job.data.name, jobId: job.id, attempt: job.retryCount + 1 };
  ctx.log.warn(fields, "job failed");
  const givesUp = error instanceof GiveUpError;
  await transact(ctx.db, async (tx) => {
    // A newer job of the same name and key came while this one ran: the newer one stands in for it.
    const { rows } = await sql`delete from pgboss.job as old
      where name = ${jobQueue} and id = ${job.id} and state = 'active' and retry_count = ${job.retryCount}
        and exists (select from pgboss.job as newer where newer.name = old.name
          and newer.singleton_key = old.singleton_key and newer.state < 'active')
      returning id`.execute(tx);
    if (rows.length > 0) {
      if (isTroubled(job)) await announceSettled(ctx, tx, job, "replaced");
      return;
    }
    if (givesUp)
      await sql`update pgboss.job set retry_limit = retry_count
        where name = ${jobQueue} and id = ${job.id} and retry_count = ${job.retryCount}`.execute(tx);
    const { boss, db } = await bossOn(tx);
    const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    // The error's text may hold bytes of a file.
    await boss.fail(jobQueue, job, { message: cutTo(withoutMarks(words), 500) }, { db });
  });
  if (givesUp || job.retryCount + 1 >= troubleAfter || job.data.trouble !== undefined)
    await reportTroubles(ctx, roster);
}

// pg-boss answers { jobs, requested, affected }, which its types leave out.
function isUntouched(response: object): boolean {
  return (response as { affected?: number }).affected === 0;
}
