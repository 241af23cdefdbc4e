import { setTimeout as sleep } from "node:timers/promises";
import { plainSql, sql } from "../database.ts";
import type { Context } from "../settings/context.ts";
import { bossOn, type JobData, jobQueue, superviseJobQueue } from "./job-queue.ts";
import { type Roster, rosterOf } from "./job-roster.ts";
import { freeStranded, runJob } from "./job-run.ts";
import { reportTroubles } from "./job-troubles.ts";
import { type DomainJobs, onNewJobs } from "./jobs.ts";

const pollMs = 1_000;
const roundMs = 20_000;
const concurrency = 6;

export type Worker = {
  /** Takes no more jobs, waits for those that run (at most `drainMs`), resolves when nothing runs here any more. */
  stop(drainMs?: number): Promise<void>;
};

/**
 * Runs jobs until stopped, six at a time, by the hours of the database's clock. A commit of this process that brings a
 * job wakes it; jobs of other processes are seen within a second. Errors are retried with growing pauses; from
 * the third on a person is told (`job.stalled`), after the twelfth a job is given up: copied to the dead queue and logged. A job of a killed process runs again
 * within about 25 s.
 */
export function startWorker(ctx: Context, domains: DomainJobs): Worker {
  const roster = rosterOf(domains);
  const running = new Set<Promise<unknown>>();
  const bell = createBell();
  const forget = onNewJobs(bell.ring);
  const stopping = new AbortController();
  const supervision = supervise(ctx, roster, stopping.signal);

  const loop = (async () => {
    while (!stopping.signal.aborted) {
      const rung = bell.next(pollMs);
      const jobs = await claim(ctx, concurrency - running.size).catch((error) => {
        ctx.log.warn({ err: error }, "jobs cannot be read; trying again");
        return [];
      });
      for (const job of jobs) {
        const run = runJob(ctx, roster, job, ctx.clock.now())
          .catch((error) => ctx.log.error({ err: error, job: job.data.name }, "job not settled"))
          .finally(() => {
            running.delete(run);
            bell.ring();
          });
        running.add(run);
      }
      if (running.size >= concurrency) await Promise.race(running);
      else await rung;
    }
    bell.silence();
  })();

  return {
    async stop(drainMs = 10_000) {
      stopping.abort();
      forget();
      bell.ring();
      await loop;
      await Promise.race([Promise.all(running), new Promise((resolve) => setTimeout(resolve, drainMs).unref())]);
      await supervision;
    },
  };
}

/** Lets a loop wait for a ring that may come before it begins to wait. */
function createBell(): { ring(): void; next(timeoutMs: number): Promise<void>; silence(): void } {
  let ring = () => {};
  let timer: NodeJS.Timeout | undefined;
  return {
    ring: () => ring(),
    next(timeoutMs) {
      clearTimeout(timer);
      return new Promise((resolve) => {
        ring = resolve;
        timer = setTimeout(resolve, timeoutMs);
      });
    },
    silence: () => clearTimeout(timer),
  };
}

async function claim(ctx: Context, limit: number) {
  if (limit <= 0) return [];
  const { boss, db } = await bossOn(ctx.db);
  return boss.fetch<JobData>(jobQueue, { batchSize: limit, db });
}

/** Until aborted: pg-boss's rounds, the report of jobs that fail and of those that died with their worker, those a clock stranded. */
async function supervise(ctx: Context, roster: Roster, signal: AbortSignal): Promise<void> {
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
  let stop: (() => Promise<void>) | undefined;
  while (!signal.aborted) {
    try {
      stop ??= await superviseJobQueue(plainSql(ctx.db), (error) => ctx.log.warn({ err: error }, "pg-boss complains"));
      await reportTroubles(ctx, roster);
      await freeStranded(ctx);
      await pause(roundMs);
    } catch (error) {
      ctx.log.warn({ err: error }, "the job queue cannot be supervised; trying again");
      await pause(pollMs);
    }
  }
  await stop?.();
}

/**
 * For tests: runs everything due at `now` by the clock of whoever asked for it, and what that makes due, until nothing
 * is left, one job at a time in the order of their hours. Jobs that `domains` does not know stay.
 * Rejects with the first error of a handler, after the rest has run; `tolerate` leaves failed jobs to their retry instead.
 */
export async function runDueJobs(
  ctx: Context,
  domains: DomainJobs,
  now: Date,
  options: { tolerate?: boolean } = {},
): Promise<void> {
  const roster = rosterOf(domains);
  const errors: unknown[] = [];
  while (await markNextDue(ctx, roster, now)) {
    const { boss, db } = await bossOn(ctx.db);
    const [job] = await boss.fetch<JobData>(jobQueue, { minPriority: 1, ignoreStartAfter: true, db });
    if (job === undefined) continue;
    const error = await runJob(ctx, roster, job, now);
    if (error !== undefined) errors.push(error);
    // The pause before a retry counts from `now`, not from the hour on the wall.
    await sql`update pgboss.job set priority = 0, start_after = start_after - now() + ${now}::timestamptz
      where name = ${jobQueue} and id = ${job.id} and state = 'retry'`.execute(ctx.db);
  }
  if (errors.length > 0 && !options.tolerate) throw errors[0];
}

/** Gives the next due job the priority that `runDueJobs` fetches; false where none is due. */
async function markNextDue(ctx: Context, roster: Roster, now: Date): Promise<boolean> {
  const { rows } = await sql`update pgboss.job set priority = 1
    where name = ${jobQueue} and id = (
      select id from (
        select id, created_on, case when state = 'retry' then start_after
          else coalesce((data->>'startAt')::timestamptz, '-infinity') end as due
        from pgboss.job
        where name = ${jobQueue} and state < 'active'
          and (data->>'name' = any(${[...roster.tasks.keys()]}) or data->>'name' ~ '^event:[^>]*$')) as pending
      where due <= ${now} order by due, created_on, id limit 1)
    returning id`.execute(ctx.db);
  return rows.length > 0;
}
