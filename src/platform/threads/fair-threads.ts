import type { TransferListItem } from "node:worker_threads";
import { fairLine, NotQuickError } from "./fair-line.ts";
import { type GuardedThread, guardedThread, type Limits, ThreadFailure } from "./guarded-thread.ts";

/** Asks the thread of this turn; rejects as `guardedThread` does, and with NotQuickError on a first try that takes long. */
export type Ask<Question, Answer> = (question: Question, transfer?: TransferListItem[]) => Promise<Answer>;

type FairThreads<Question, Answer> = {
  /** Runs `work` with a thread when it is this account's turn; again from its start, where the first try was not quick. */
  turn<T>(account: string, work: (ask: Ask<Question, Answer>) => Promise<T>): Promise<T>;
};

/**
 * Guarded threads for the content of many strangers, who share them by `fairLine`. `quickMs` is what a first try may
 * take of the thread's own time, on a busy machine three times that on the wall. A thread starts when it is first
 * wanted; the one that was started is asked before another is. What ends a thread ends nobody else's wait: it is started
 * again beside the work, and one more than there are seats is there meanwhile.
 */
export function fairThreads<Question, Answer>(
  name: string,
  { threads, quickMs, ...limits }: Limits & { threads: number; quickMs: number },
): FairThreads<Question, Answer> {
  const quick = { milliseconds: quickMs * 3, cpuMilliseconds: quickMs };
  const free = Array.from({ length: threads + 1 }, () => guardedThread<Question, Answer>(name, limits));
  const line = fairLine(threads);
  return {
    turn: (account, work) =>
      line.turn(account, async (isQuick) => {
        const ready = free.findLastIndex((one) => one.isReady());
        const [thread] = free.splice(ready, 1) as [GuardedThread<Question, Answer>];
        try {
          return await work((question, transfer) =>
            thread
              .ask(question, transfer, isQuick ? quick : { milliseconds: limits.milliseconds })
              .catch((error: unknown) => {
                throw isQuick && error instanceof ThreadFailure && error.reason === "too-slow"
                  ? new NotQuickError()
                  : error;
              }),
          );
        } finally {
          free.push(thread);
          // Whoever asks it next hears that it cannot start.
          if (!thread.isReady()) void thread.warm().catch(() => undefined);
        }
      }),
  };
}
