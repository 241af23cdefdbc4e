import type { TransferListItem } from "node:worker_threads";
import { fairLine, NotQuickError } from "./fair-line.ts";
import { guardedThread, type Limits, ThreadFailure } from "./guarded-thread.ts";

/** Asks the thread of this turn; rejects as `guardedThread` does, and with NotQuickError on a first try that takes long. */
export type Ask<Question, Answer> = (question: Question, transfer?: TransferListItem[]) => Promise<Answer>;

export type FairThreads<Question, Answer> = {
  /** Runs `work` with a thread when it is this account's turn; again from its start, where the first try was not quick. */
  turn<T>(account: string, work: (ask: Ask<Question, Answer>) => Promise<T>): Promise<T>;
};

/**
 * Guarded threads for the content of many strangers, who share them by `fairLine`. `quickMs` is what a first try may
 * take. A thread starts when it is first wanted; the one that was started is asked before another is.
 */
export function fairThreads<Question, Answer>(
  name: string,
  { threads, quickMs, ...limits }: Limits & { threads: number; quickMs: number },
): FairThreads<Question, Answer> {
  const free = Array.from({ length: threads }, () => guardedThread<Question, Answer>(name, limits));
  const line = fairLine(threads);
  return {
    turn: (account, work) =>
      line.turn(account, async (isQuick) => {
        const thread = free.pop()!;
        try {
          return await work((question, transfer) =>
            thread.ask(question, transfer, isQuick ? quickMs : limits.milliseconds).catch((error: unknown) => {
              throw isQuick && error instanceof ThreadFailure && error.reason === "too-slow"
                ? new NotQuickError()
                : error;
            }),
          );
        } finally {
          free.push(thread);
        }
      }),
  };
}
