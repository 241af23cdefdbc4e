import { record } from "../audit/record.ts";
import { agentsOf } from "../people/agent-reads.ts";
import type { Transaction } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import type { Task } from "./task.ts";
import { insertTask } from "./task-store.ts";

/**
 * Puts a task on the AR's list within the caller's transaction; its owner is whom the caller names, else the AR's
 * first manager who works there now, anybody where there is none. The same subject asks once.
 */
export async function openTask(
  tx: Transaction,
  task: Pick<Task, "raId" | "orderId" | "kind" | "subjectId" | "words" | "dueAt"> & { ownerId?: string },
  now: Date,
): Promise<void> {
  const managers = (await agentsOf(tx, task.raId)).filter((one) => !one.suspendedAt && one.roles.includes("manager"));
  const id = newId(now.getTime());
  const ownerId = task.ownerId ?? managers[0]?.id ?? null;
  if (!(await insertTask(tx, { ...task, id, ownerId, createdAt: now }))) return;
  const details = { taskId: id, kind: task.kind, dueAt: task.dueAt.toISOString(), ownerId };
  await record(tx, { chain: `order:${task.orderId}`, act: "task.opened", actor: { kind: "system" }, details }, now);
}
