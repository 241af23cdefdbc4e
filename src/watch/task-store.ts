import { type Reader, sql, type Transaction } from "../platform/database.ts";
import type { Task, TaskKind } from "./task.ts";

declare module "../platform/database.ts" {
  interface Tables {
    tasks: {
      id: string;
      ra_id: string;
      order_id: string;
      kind: TaskKind;
      subject_id: string;
      words: string;
      due_at: Date;
      owner_id: string | null;
      created_at: Date;
      done_at: Date | null;
      done_by: string | null;
      result: string | null;
    };
  }
}

const taskColumns = [
  "id",
  "ra_id as raId",
  "order_id as orderId",
  "kind",
  "subject_id as subjectId",
  "words",
  "due_at as dueAt",
  "owner_id as ownerId",
  "created_at as createdAt",
  "done_at as doneAt",
  "done_by as doneBy",
  "result",
] as const;

/** False where the same thing asked for it before. */
export async function insertTask(tx: Transaction, task: Omit<Task, "doneAt" | "doneBy" | "result">): Promise<boolean> {
  const result = await tx
    .insertInto("tasks")
    .values({
      id: task.id,
      ra_id: task.raId,
      order_id: task.orderId,
      kind: task.kind,
      subject_id: task.subjectId,
      words: task.words,
      due_at: task.dueAt,
      owner_id: task.ownerId,
      created_at: task.createdAt,
    })
    .onConflict((conflict) => conflict.columns(["kind", "subject_id"]).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function taskRow(reader: Reader, id: string): Promise<Task | undefined> {
  return reader.selectFrom("tasks").select(taskColumns).where("id", "=", id).executeTakeFirst();
}

export async function assignTask(tx: Transaction, id: string, ownerId: string): Promise<boolean> {
  const assign = tx.updateTable("tasks").set({ owner_id: ownerId }).where("id", "=", id);
  return (await assign.where("done_at", "is", null).executeTakeFirst()).numUpdatedRows === 1n;
}

/** False where it is done already. `doneBy` null: it became needless. */
export async function markTaskDone(
  tx: Transaction,
  id: string,
  doneBy: string | null,
  result: string,
  now: Date,
): Promise<boolean> {
  const done = tx.updateTable("tasks").set({ done_at: now, done_by: doneBy, result }).where("id", "=", id);
  return (await done.where("done_at", "is", null).executeTakeFirst()).numUpdatedRows === 1n;
}

/**
 * Ends what a subject asked for, where it is still open: the holder chose a time, the date was met after all. `kind`: of a
 * subject that asks for several things, this one alone.
 */
export async function dropTasksOf(
  tx: Transaction,
  subjectId: string,
  result: string,
  now: Date,
  kind?: TaskKind,
): Promise<void> {
  const drop = tx.updateTable("tasks").set({ done_at: now, result }).where("subject_id", "=", subjectId);
  const open = drop.where("done_at", "is", null);
  await (kind ? open.where("kind", "=", kind) : open).execute();
}

/** What an order's people still have to do of one kind, oldest first; the order's mails wait here for one another. */
export async function openTasksOf(tx: Transaction, orderId: string, kind: TaskKind): Promise<Task[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`tasks ${orderId} ${kind}`}, 0))`.execute(tx);
  const all = tx.selectFrom("tasks").select(taskColumns).where("order_id", "=", orderId).where("kind", "=", kind);
  return all.where("done_at", "is", null).orderBy("created_at").orderBy("id").execute();
}

export async function rewordTask(tx: Transaction, id: string, words: string): Promise<void> {
  await tx.updateTable("tasks").set({ words }).where("id", "=", id).execute();
}
