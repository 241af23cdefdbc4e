import { type ColumnType, type Reader, sql, type Transaction } from "../../platform/database.ts";
import type { Paper, PaperSide } from "./paper.ts";
import { hourOf, type PaperArrival } from "./paper-arrival.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    paper_arrivals: {
      id: string;
      batch_id: string;
      order_id: string;
      mail_id: string | null;
      source: Paper["source"];
      file_name: string;
      kind: string | null;
      side: PaperSide | null;
      hash: string;
      bytes: ColumnType<number, number, never>;
      sender_is_holder: boolean;
      received_at: Date;
      waits_until: Date | null;
      handed_over_at: Date | null;
    };
  }
}

export const arrivalColumns = [
  "id",
  "batch_id as batchId",
  "order_id as orderId",
  "mail_id as mailId",
  "source",
  "file_name as fileName",
  "kind",
  "side",
  "hash",
  "bytes",
  "sender_is_holder as senderIsHolder",
  "received_at as receivedAt",
  "waits_until as waitsUntil",
] as const;

/** Until the transaction ends nobody else puts a file on this order, or counts them. */
export async function lockPapersOf(tx: Transaction, orderId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`papers ${orderId}`}, 0))`.execute(tx);
}

/** Until the transaction ends no other file of the batch gets its verdict. */
export async function lockBatch(tx: Transaction, batchId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`batch ${batchId}`}, 0))`.execute(tx);
}

export async function countHeld(tx: Transaction, orderId: string): Promise<{ all: number; mailed: number }> {
  const { rows } = await sql<{ all: number; mailed: number }>`
    select count(*)::int as all, (count(*) filter (where source = 'mail'))::int as mailed from (
      select source from papers where order_id = ${orderId}
      union all select source from paper_arrivals where order_id = ${orderId}) as held`.execute(tx);
  return rows[0]!;
}

export async function insertArrival(tx: Transaction, one: PaperArrival): Promise<void> {
  await tx
    .insertInto("paper_arrivals")
    .values({
      id: one.id,
      batch_id: one.batchId,
      order_id: one.orderId,
      mail_id: one.mailId,
      source: one.source,
      file_name: one.fileName,
      kind: one.kind,
      side: one.side,
      hash: one.hash,
      bytes: one.bytes,
      sender_is_holder: one.senderIsHolder,
      received_at: one.receivedAt,
      waits_until: null,
      handed_over_at: null,
    })
    .execute();
}

export function arrivalRow(reader: Reader, id: string): Promise<PaperArrival | undefined> {
  return reader.selectFrom("paper_arrivals").select(arrivalColumns).where("id", "=", id).executeTakeFirst();
}

/** What the desk may judge now, oldest first. */
export function dueArrivals(reader: Reader, now: Date): Promise<{ id: string; batchId: string }[]> {
  return reader
    .selectFrom("paper_arrivals")
    .select(["id", "batch_id as batchId"])
    .where("handed_over_at", "is", null)
    .where((row) => row.or([row("waits_until", "is", null), row("waits_until", "<=", now)]))
    .orderBy("received_at")
    .orderBy("id")
    .limit(1000)
    .execute();
}

/** True where this run is the one that judged it. */
export async function takeArrivalAway(tx: Transaction, id: string): Promise<boolean> {
  const gone = await tx.deleteFrom("paper_arrivals").where("id", "=", id).executeTakeFirst();
  return gone.numDeletedRows === 1n;
}

export async function batchIsJudged(tx: Transaction, batchId: string): Promise<boolean> {
  const left = await tx.selectFrom("paper_arrivals").select("id").where("batch_id", "=", batchId).executeTakeFirst();
  return left === undefined;
}

/** Lets every file of the order from this source wait: each would find the time used up. */
export async function putOffArrivals(
  tx: Transaction,
  { orderId, source }: Pick<PaperArrival, "orderId" | "source">,
  until: Date,
): Promise<void> {
  await tx
    .updateTable("paper_arrivals")
    .set({ waits_until: until })
    .where("order_id", "=", orderId)
    .where("source", "=", source)
    .execute();
}

/** Marks the file as handed over and gives its order; undefined where it has its verdict, or was handed over before. */
export async function markHandedOver(tx: Transaction, id: string, now: Date): Promise<string | undefined> {
  const row = await tx
    .updateTable("paper_arrivals")
    .set({ handed_over_at: now })
    .where("id", "=", id)
    .where("handed_over_at", "is", null)
    .returning("order_id")
    .executeTakeFirst();
  return row?.order_id;
}

export async function giveBack(tx: Transaction, id: string): Promise<void> {
  await tx.updateTable("paper_arrivals").set({ handed_over_at: null }).where("id", "=", id).execute();
}

type TimeOf = Pick<PaperArrival, "orderId" | "source">;

export async function usedTime(reader: Reader, { orderId, source }: TimeOf, now: Date): Promise<number> {
  const { rows } = await sql<{ milliseconds: number }>`select milliseconds from paper_time
    where order_id = ${orderId} and source = ${source} and hour = ${hourOf(now)}`.execute(reader);
  return rows[0]?.milliseconds ?? 0;
}

/** Adds to the time used in this hour, and deletes hours that are over. */
export async function addUsedTime(reader: Reader, of: TimeOf, milliseconds: number, now: Date): Promise<void> {
  const { orderId, source } = of;
  const hour = hourOf(now);
  await sql`with past as (delete from paper_time where order_id = ${orderId} and source = ${source} and hour < ${hour})
    insert into paper_time as t (order_id, source, hour, milliseconds)
    values (${orderId}, ${source}, ${hour}, ${Math.ceil(milliseconds)})
    on conflict (order_id, source, hour) do update set milliseconds = t.milliseconds + excluded.milliseconds`.execute(
    reader,
  );
}
