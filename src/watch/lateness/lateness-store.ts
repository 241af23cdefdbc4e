import { type ColumnType, type Reader, sql, type Transaction } from "../../platform/database.ts";
import type { Lateness, LatenessOutcome } from "./lateness.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    latenesses: {
      id: string;
      appointment_id: string;
      order_id: string;
      room_id: string;
      ra_id: string;
      agent_id: string;
      noticed_at: Date;
      offered_at: Date | null;
      offers: ColumnType<Date[], never, Date[]>;
      settled_at: Date | null;
      outcome: LatenessOutcome | null;
      settled_by: string | null;
    };
  }
}

export const latenessColumns = [
  "id",
  "appointment_id as appointmentId",
  "order_id as orderId",
  "room_id as roomId",
  "ra_id as raId",
  "agent_id as agentId",
  "noticed_at as noticedAt",
  "offered_at as offeredAt",
  "offers",
  "settled_at as settledAt",
  "outcome",
  "settled_by as settledBy",
] as const;

type NewLateness = Pick<Lateness, "id" | "appointmentId" | "orderId" | "roomId" | "raId" | "agentId" | "noticedAt">;

/** False where this appointment's lateness was noticed before. */
export async function insertLateness(tx: Transaction, lateness: NewLateness): Promise<boolean> {
  const result = await tx
    .insertInto("latenesses")
    .values({
      id: lateness.id,
      appointment_id: lateness.appointmentId,
      order_id: lateness.orderId,
      room_id: lateness.roomId,
      ra_id: lateness.raId,
      agent_id: lateness.agentId,
      noticed_at: lateness.noticedAt,
    })
    .onConflict((conflict) => conflict.column("appointment_id").doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Locked until the transaction ends: whoever settles it comes one after the other. */
export async function lockLateness(tx: Transaction, id: string): Promise<Lateness | undefined> {
  return tx.selectFrom("latenesses").select(latenessColumns).where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function writeOffers(tx: Transaction, id: string, offers: Date[], now: Date): Promise<void> {
  await sql`update latenesses set offered_at = ${now}, offers = ${offers}::timestamptz[] where id = ${id}`.execute(tx);
}

export async function settleLateness(
  tx: Transaction,
  id: string,
  outcome: LatenessOutcome,
  now: Date,
  settledBy: string | null = null,
): Promise<void> {
  await tx
    .updateTable("latenesses")
    .set({ outcome, settled_at: now, settled_by: settledBy })
    .where("id", "=", id)
    .execute();
}

export async function latenessRow(reader: Reader, id: string): Promise<Lateness | undefined> {
  return reader.selectFrom("latenesses").select(latenessColumns).where("id", "=", id).executeTakeFirst();
}
