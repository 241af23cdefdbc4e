import type { Transaction } from "../../platform/database.ts";
import type { Language } from "../agenda/language.ts";
import type { WalkIn } from "./walk-in.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    walk_ins: {
      id: string;
      order_id: string;
      ra_id: string;
      product_id: string;
      holder_cpf: string;
      language: Language;
      joined_at: Date;
      lapses_at: Date;
      ended_at: Date | null;
      appointment_id: string | null;
    };
    walk_in_wishes: { order_id: string; wished_at: Date };
  }
}

export const walkInColumns = [
  "id",
  "order_id as orderId",
  "ra_id as raId",
  "product_id as productId",
  "holder_cpf as holderCpf",
  "language",
  "joined_at as joinedAt",
  "lapses_at as lapsesAt",
  "ended_at as endedAt",
  "appointment_id as appointmentId",
] as const;

/** Throws the database's own error (`one_wait_per_order`) where the order waits already. */
export async function insertWalkIn(tx: Transaction, walkIn: WalkIn): Promise<void> {
  await tx
    .insertInto("walk_ins")
    .values({
      id: walkIn.id,
      order_id: walkIn.orderId,
      ra_id: walkIn.raId,
      product_id: walkIn.productId,
      holder_cpf: walkIn.holderCpf,
      language: walkIn.language,
      joined_at: walkIn.joinedAt,
      lapses_at: walkIn.lapsesAt,
      ended_at: null,
      appointment_id: null,
    })
    .execute();
}

/** The order's open wait, lapsed or not, locked. */
export async function lockWaitOf(tx: Transaction, orderId: string): Promise<WalkIn | undefined> {
  const query = tx.selectFrom("walk_ins").select(walkInColumns).where("order_id", "=", orderId);
  return query.where("ended_at", "is", null).forUpdate().executeTakeFirst();
}

/** The longest waiting of these orders, locked; passed over: whom another agent is calling this moment. */
export async function lockFirstOf(
  tx: Transaction,
  orderIds: readonly string[],
  now: Date,
): Promise<WalkIn | undefined> {
  return tx
    .selectFrom("walk_ins")
    .select(walkInColumns)
    .where("order_id", "in", orderIds)
    .where("ended_at", "is", null)
    .where("lapses_at", ">", now)
    .orderBy("joined_at")
    .orderBy("id")
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

export async function endWalkIn(tx: Transaction, id: string, now: Date, appointmentId: string | null): Promise<void> {
  await tx
    .updateTable("walk_ins")
    .set({ ended_at: now, appointment_id: appointmentId })
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .execute();
}

/** A time was booked: the order waits no longer. */
export async function endWaitOf(tx: Transaction, orderId: string, now: Date): Promise<void> {
  const waits = tx.updateTable("walk_ins").set({ ended_at: now }).where("order_id", "=", orderId);
  await waits.where("ended_at", "is", null).execute();
}

/** Keeps the wish for "Atender agora"; chosen again, it counts from then. */
export async function keepWish(tx: Transaction, orderId: string, now: Date): Promise<void> {
  await tx
    .insertInto("walk_in_wishes")
    .values({ order_id: orderId, wished_at: now })
    .onConflict((conflict) => conflict.column("order_id").doUpdateSet({ wished_at: now }))
    .execute();
}

/** Drops the wish: the order is in the line, or something else was chosen. */
export async function dropWish(tx: Transaction, orderId: string): Promise<void> {
  await tx.deleteFrom("walk_in_wishes").where("order_id", "=", orderId).execute();
}
