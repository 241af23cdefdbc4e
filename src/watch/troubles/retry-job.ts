import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { rerunJob, withdrawJob } from "../../platform/jobs/job-troubles.ts";
import type { Context } from "../../platform/settings/context.ts";
import { WatchFailure } from "../watch-failures.ts";
import { chainOfTrouble } from "./note-trouble.ts";
import { mayBeDoneByHand, mayRetryJob, type Trouble } from "./trouble.ts";
import { lockTrouble, markRetried, settleByHandRow, settleTroubleRow } from "./trouble-store.ts";

/**
 * "Tentar de novo": the job runs at once, also one that was given up. The trouble ends when the job succeeds, not with
 * the press. Failures: not-found, not-allowed, task-done.
 */
export async function retryJob(ctx: Context, command: { jobId: string; by: AgentPrincipal }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { jobId, by } = command;
    const now = ctx.clock.now();
    const trouble = await openTroubleFor(tx, jobId, by);
    if (await rerunJob(tx, jobId, now)) await markRetried(tx, jobId);
    // Nothing is left to run: it was done or taken back in the meantime.
    else await settleTroubleRow(tx, { jobId, name: trouble.name, outcome: "withdrawn", at: now });
    const details = { jobId, name: trouble.name };
    await record(tx, { chain: chainOfTrouble(trouble), act: "job.retried", actor: actorOf(by), details }, now);
  });
}

/**
 * A person did it another way, so it is not tried any more. Failures: not-found, not-allowed, task-done, job-must-run
 * (a holder waits for it, it makes a seal or a certificate, or it plans its own next run).
 */
export async function settleJobByHand(
  ctx: Context,
  command: { jobId: string; note: string; by: AgentPrincipal },
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { jobId, note, by } = command;
    const now = ctx.clock.now();
    const trouble = await openTroubleFor(tx, jobId, by);
    if (!mayBeDoneByHand(trouble.name)) throw new WatchFailure("job-must-run");
    await withdrawJob(tx, jobId);
    await settleByHandRow(tx, jobId, by.id, note, now);
    const details = { jobId, name: trouble.name, note };
    const deed = { chain: chainOfTrouble(trouble), act: "job.settled-by-hand", actor: actorOf(by), details };
    await record(tx, deed, now);
  });
}

async function openTroubleFor(tx: Transaction, jobId: string, by: AgentPrincipal): Promise<Trouble> {
  const trouble = await lockTrouble(tx, jobId);
  if (!trouble || (trouble.raId !== null && trouble.raId !== by.raId)) throw new Failure("not-found");
  if (!mayRetryJob(by, trouble.raId)) throw new Failure("not-allowed");
  if (trouble.settledAt) throw new WatchFailure("task-done");
  return trouble;
}
