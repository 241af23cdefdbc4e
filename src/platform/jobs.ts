import type { Context } from "./context.ts";
import { afterCommit, sql, type Transaction } from "./database.ts";
import { newId } from "./ids.ts";
import { bossOn, type JobData, jobQueue } from "./job-queue.ts";

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
};

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
  const data: JobData = { name, payload, ...(startAt && { startAt: startAt.toISOString() }) };
  const startAfter = startAt ?? 0;
  if (key !== undefined && !isNew) {
    // Two transactions at once: the second waits for the first and then replaces its job. pg-boss's own upsert looks
    // for the former job among all that wait.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`job ${storedKey(name, key)}`}, 0))`.execute(tx);
    await cancelJob(tx, name, key);
  }
  const singleton = key === undefined ? {} : { singletonKey: storedKey(name, key) };
  await boss.send(jobQueue, data, { id: newId(), ...singleton, startAfter, db });
  wakeAfter(tx);
}

/** Takes back the pending job of that name and key, if there is one. */
export async function cancelJob<N extends keyof JobPayloads>(tx: Transaction, name: N, key: string): Promise<void> {
  await sql`delete from pgboss.job where name = ${jobQueue} and singleton_key = ${storedKey(name, key)}
    and state < 'active'`.execute(tx);
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
