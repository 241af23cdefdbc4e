import { type ColumnType, type Reader, sql, type Transaction } from "../../platform/database.ts";
import type { Deadline, DeadlineKind } from "./deadline.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    deadlines: {
      id: string;
      ra_id: string;
      order_id: string;
      kind: DeadlineKind;
      began_at: Date;
      due_at: Date;
      warn_at: ColumnType<Date[], never, never>;
      warned: number;
      met_at: Date | null;
      passed_at: Date | null;
    };
  }
}

export const deadlineColumns = [
  "id",
  "ra_id as raId",
  "order_id as orderId",
  "kind",
  "began_at as beganAt",
  "due_at as dueAt",
  "warn_at as warnAt",
  "warned",
  "met_at as metAt",
  "passed_at as passedAt",
] as const;

/** False where this date began before. */
export async function insertDeadline(
  tx: Transaction,
  deadline: Omit<Deadline, "warned" | "metAt" | "passedAt">,
): Promise<boolean> {
  const { id, raId, orderId, kind, beganAt, dueAt, warnAt } = deadline;
  const { rows } = await sql`insert into deadlines (id, ra_id, order_id, kind, began_at, due_at, warn_at)
    values (${id}, ${raId}, ${orderId}, ${kind}, ${beganAt}, ${dueAt}, ${warnAt}::timestamptz[])
    on conflict do nothing returning id`.execute(tx);
  return rows.length > 0;
}

/** Every date the order ever had, locked until the transaction ends. */
export async function lockDeadlinesOf(tx: Transaction, orderId: string): Promise<Deadline[]> {
  return tx.selectFrom("deadlines").select(deadlineColumns).where("order_id", "=", orderId).forUpdate().execute();
}

export async function lockDeadline(tx: Transaction, id: string): Promise<Deadline | undefined> {
  return tx.selectFrom("deadlines").select(deadlineColumns).where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function markMet(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx.updateTable("deadlines").set({ met_at: now }).where("id", "=", id).where("passed_at", "is", null).execute();
}

export async function markPassed(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx.updateTable("deadlines").set({ passed_at: now }).where("id", "=", id).where("met_at", "is", null).execute();
}

export async function markWarned(tx: Transaction, id: string, warned: number): Promise<void> {
  await tx.updateTable("deadlines").set({ warned }).where("id", "=", id).execute();
}

export async function deadlineRow(reader: Reader, id: string): Promise<Deadline | undefined> {
  return reader.selectFrom("deadlines").select(deadlineColumns).where("id", "=", id).executeTakeFirst();
}
