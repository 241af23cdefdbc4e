import { setTimeout as sleep } from "node:timers/promises";
import { afterCommit, type Database, type Transaction, transact } from "../../platform/database.ts";
import { enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later } from "../../platform/time/durations.ts";
import { judgePaper } from "./judge-paper.ts";
import type { PaperArrival } from "./paper-arrival.ts";
import { dueArrivals, markHandedOver } from "./paper-arrival-store.ts";

const lookEveryMs = 5_000;
const endsWithinMs = 2_000;
const handOverMs = 10_000;

type Desk = { look(): Promise<void>; batch(batchId: string): Promise<void> };

const desks = new Map<Database, Desk>();

/** Has the desk of this process look for new files once `tx` has committed. */
export function wakeDeskAfter(tx: Transaction): void {
  afterCommit(tx, () => {
    for (const desk of desks.values()) void desk.look();
  });
}

/**
 * Waits until the files of a batch have their verdicts, or `withinMs` is over; the desk goes on either way. Where no
 * desk is open they are judged here and now.
 */
export async function awaitVerdicts(ctx: Context, arrivals: readonly PaperArrival[], withinMs: number): Promise<void> {
  const desk = desks.get(ctx.db);
  if (!desk) await Promise.all(arrivals.map(({ id }) => judgePaper(ctx, id)));
  else if (withinMs > 0 && arrivals[0]) {
    const late = new AbortController();
    const limit = sleep(withinMs, undefined, { signal: late.signal }).catch(() => undefined);
    await Promise.race([desk.batch(arrivals[0].batchId), limit]);
    late.abort();
  }
}

/**
 * Judges every file that waits, in fair turns, until closed: those that come, those of a process that was killed, and
 * those whose order's hour has come. It is no job, so that no stranger's files take the seat of a letter or a seal; what
 * it fails on becomes one, which is tried again and told to a person.
 */
export function startPaperDesk(ctx: Context): { close(): Promise<void> } {
  const inHand = new Map<string, { batchId: string; done: Promise<void> }>();
  const closing = new AbortController();

  async function judge(id: string): Promise<void> {
    try {
      await judgePaper(ctx, id);
    } catch (error) {
      if (closing.signal.aborted) return;
      ctx.log.warn({ err: error, arrivalId: id }, "a file could not be judged; a job tries again");
      await handOver(ctx, id);
    } finally {
      inHand.delete(id);
    }
  }

  async function look(): Promise<void> {
    if (closing.signal.aborted) return;
    try {
      for (const { id, batchId } of await dueArrivals(ctx.db, ctx.clock.now()))
        if (!inHand.has(id) && !closing.signal.aborted) {
          const done = judge(id).catch((error) => ctx.log.warn({ err: error }, "a file could not be handed over"));
          inHand.set(id, { batchId, done });
        }
    } catch (error) {
      ctx.log.warn({ err: error }, "files that wait cannot be read; trying again");
    }
  }

  async function batch(batchId: string): Promise<void> {
    await look();
    await Promise.all([...inHand.values()].filter((one) => one.batchId === batchId).map(({ done }) => done));
  }

  const rounds = (async () => {
    while (!closing.signal.aborted) {
      await look();
      await sleep(lookEveryMs, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  })();
  desks.set(ctx.db, { look, batch });
  return {
    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      desks.delete(ctx.db);
      await rounds;
      // What is not judged by then is judged at the next start.
      await Promise.race([Promise.all([...inHand.values()].map(({ done }) => done)), sleep(endsWithinMs)]);
    },
  };
}

async function handOver(ctx: Context, id: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const orderId = await markHandedOver(tx, id, now);
    if (orderId === undefined) return;
    const startAt = later(now, handOverMs);
    await enqueue(tx, "documents.judge-paper", { arrivalId: id, orderId }, { key: id, startAt });
  });
}
