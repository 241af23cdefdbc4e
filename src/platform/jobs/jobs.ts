import { afterCommit, type Reader, sql, type Transaction } from "../database.ts";
import { newId } from "../ids.ts";
import type { Context } from "../settings/context.ts";
import { bossOn, deadQueue, type JobData, jobQueue } from "./job-queue.ts";

/** Every job and its payload; domains add theirs: `interface JobPayloads { "notifications.deliver": { messageId: string } }`. */
// biome-ignore lint/suspicious/noEmptyInterface: it is filled by the domains.
export interface JobPayloads {}
/** Every event and its payload; a domain adds those it announces: `interface EventPayloads { "order.paid": { orderId: string } }`. */
// biome-ignore lint/suspicious/noEmptyInterface: it is filled by the domains.
export interface EventPayloads {}

type Handler<P> = (ctx: Context, payload: P) => Promise<void>;

/**
 * What one domain does after commits. A handler runs at least once (again after a crash or an error),
 * so its effects must be idempotent: by a key, by compare-and-set, or by a constraint.
 */
export type JobsOf = {
  jobs?: { [N in keyof JobPayloads]?: Handler<JobPayloads[N]> };
  events?: { [E in keyof EventPayloads]?: Handler<EventPayloads[E]> };
  /** Whose the ids of its payloads are ("roomId"), so that a job that fails is told to the right people. `orderId` needs none. */
  subjects?: Record<string, SubjectOf>;
};

/** The order or at least the AR that a job works for; neither: the installation itself. */
export type JobSubject = { orderId?: string | null; raId?: string | null };
export type SubjectOf = (reader: Reader, id: string) => Promise<JobSubject | undefined>;

/** Every domain's jobs by the domain's name. The name is part of stored jobs: do not rename one while jobs are pending. */
export type DomainJobs = Record<string, JobsOf>;

const wakers = new Set<() => void>();

/** Calls `waker` after every commit of this process that brought a job; returns how to stop. */
export function onNewJobs(waker: () => void): () => void {
  wakers.add(waker);
  return () => wakers.delete(waker);
}

/** Has the workers of this process look for jobs as soon as `tx` has committed. */
export function wakeAfter(tx: Transaction): void {
  afterCommit(tx, () => {
    for (const waker of wakers) waker();
  });
}

/**
 * Leaves a job with the transaction: it exists exactly if the transaction commits. Runs at once, or from `startAt`.
 * With `key`, the job replaces a pending one of the same name and key (one that already runs is not touched); a key that
 * `isNew` was never used before, so nothing is looked for.
 */
export async function enqueue<N extends keyof JobPayloads>(
  tx: Transaction,
  name: N,
  payload: JobPayloads[N],
  options: { startAt?: Date; key?: string; isNew?: boolean } = {},
): Promise<void> {
  const { key, startAt, isNew } = options;
  const { boss, db } = await bossOn(tx);
  const data: JobData = {
    name,
    payload,
    ...(startAt && { startAt: startAt.toISOString() }),
    ...(key !== undefined && { key: storedKey(name, key) }),
  };
  const startAfter = startAt ?? 0;
  if (key !== undefined && !isNew) {
    // Two transactions at once: the second waits for the first and then replaces its job. pg-boss's own upsert looks
    // for the former job among all that wait.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`job ${storedKey(name, key)}`}, 0))`.execute(tx);
    await takeBack(tx, storedKey(name, key), "replaced");
  }
  const singleton = key === undefined ? {} : { singletonKey: storedKey(name, key) };
  await boss.send(jobQueue, data, { id: newId(), ...singleton, startAfter, db });
  wakeAfter(tx);
}

/** Takes back the pending job of that name and key, if there is one. */
export async function cancelJob<N extends keyof JobPayloads>(tx: Transaction, name: N, key: string): Promise<void> {
  await takeBack(tx, storedKey(name, key), "withdrawn");
}

/** Also what was given up under that key: whoever asks anew, or not any more, settles it. */
async function takeBack(tx: Transaction, key: string, outcome: "replaced" | "withdrawn"): Promise<void> {
  const { rows } = await sql<{ jobId: string; name: string; told: boolean; at: Date }>`
    delete from pgboss.job where (name = ${jobQueue} and singleton_key = ${key} and state < 'active')
      or (name = ${deadQueue} and data->>'key' = ${key})
    returning coalesce(data->>'trouble', source_id::text, id::text) as "jobId", data->>'name' as name,
      data ?| array['told', 'trouble', 'reported'] as told, now() as at`.execute(tx);
  for (const { jobId, name, told, at } of rows)
    if (told) await announce(tx, "job.settled", { jobId, name, outcome, at: at.toISOString() });
}

/** Tells the domains to the right, after the commit: each one that listens gets a job of its own, retried on its own. */
export async function announce<E extends keyof EventPayloads>(
  tx: Transaction,
  event: E,
  payload: EventPayloads[E],
): Promise<void> {
  const { boss, db } = await bossOn(tx);
  const data: JobData = { name: eventName(event), payload };
  await boss.send(jobQueue, data, { id: newId(), db });
  wakeAfter(tx);
}

function storedKey(name: string, key: string): string {
  return `${name} ${key}`;
}

/** Stored name of an announced event before it is dealt out, and of one listener's share of it. */
export function eventName(event: string, listener?: string): string {
  return listener === undefined ? `event:${event}` : `event:${event}>${listener}`;
}

/** Whether a stored name is that of an event whose listeners have not got their shares yet. */
export function isUndealtEvent(storedName: string): boolean {
  return storedName.startsWith("event:") && !storedName.includes(">");
}
