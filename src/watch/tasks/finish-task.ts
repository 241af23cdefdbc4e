import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { mayWorkOn, type Task } from "../task.ts";
import { assignTask, markTaskDone, taskRow } from "../task-store.ts";
import { WatchFailure } from "../watch-failures.ts";

async function openTaskFor(tx: Transaction, taskId: string, by: AgentPrincipal): Promise<Task> {
  const task = await taskRow(tx, taskId);
  if (!task || task.raId !== by.raId) throw new Failure("not-found");
  if (!mayWorkOn(by, task.raId)) throw new Failure("not-allowed");
  return task;
}

/** Takes a task for oneself. Failures: not-found, not-allowed, task-done. */
export async function claimTask(ctx: Context, command: { taskId: string; by: AgentPrincipal }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { taskId, by } = command;
    const task = await openTaskFor(tx, taskId, by);
    if (!(await assignTask(tx, taskId, by.id))) throw new WatchFailure("task-done");
    const details = { taskId };
    const chain = `order:${task.orderId}` as const;
    await record(tx, { chain, act: "task.claimed", actor: actorOf(by), details }, ctx.clock.now());
  });
}

/** Ends a task with what came of it. Failures: not-found, not-allowed, task-done. */
export async function finishTask(
  ctx: Context,
  command: { taskId: string; result: string; by: AgentPrincipal },
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const { taskId, result, by } = command;
    const task = await openTaskFor(tx, taskId, by);
    if (!(await markTaskDone(tx, taskId, by.id, result, now))) throw new WatchFailure("task-done");
    const details = { taskId, kind: task.kind, result };
    await record(tx, { chain: `order:${task.orderId}`, act: "task.done", actor: actorOf(by), details }, now);
  });
}
