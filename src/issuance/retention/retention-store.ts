import { type Reader, sql, type Transaction, violatedConstraint } from "../../platform/database.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    retention_holds: {
      id: string;
      order_id: string;
      reason: string;
      held_by: string;
      held_at: Date;
      lift_reason: string | null;
      lifted_by: string | null;
      lifted_at: Date | null;
    };
    destroyed_dossiers: {
      order_id: string;
      statement: string;
      recorded_at: Date;
      signature: Buffer | null;
      done_at: Date | null;
    };
  }
}

/** One decision about an order's end at a time, until the transaction ends. */
export async function lockRetention(tx: Transaction, orderId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`retention:${orderId}`}, 0))`.execute(tx);
}

export async function insertHold(
  tx: Transaction,
  hold: { id: string; orderId: string; reason: string; agentId: string },
  now: Date,
): Promise<boolean> {
  const { id, orderId: order_id, reason, agentId: held_by } = hold;
  const none = { lift_reason: null, lifted_by: null, lifted_at: null };
  const result = await tx
    .insertInto("retention_holds")
    .values({ id, order_id, reason, held_by, held_at: now, ...none })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** False where none stood. */
export async function liftOpenHold(
  tx: Transaction,
  lift: { orderId: string; reason: string; agentId: string },
  now: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable("retention_holds")
    .set({ lift_reason: lift.reason, lifted_by: lift.agentId, lifted_at: now })
    .where("order_id", "=", lift.orderId)
    .where("lifted_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** False where it is recorded already, or something keeps it (SQL looks again). */
export async function recordDestruction(
  tx: Transaction,
  one: { orderId: string; statement: string },
  now: Date,
): Promise<boolean> {
  try {
    const result = await tx
      .insertInto("destroyed_dossiers")
      .values({ order_id: one.orderId, statement: one.statement, recorded_at: now, signature: null, done_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return result.numInsertedOrUpdatedRows === 1n;
  } catch (error) {
    if (violatedConstraint(error) === "no_destruction_under_hold") return false;
    throw error;
  }
}

/** Recorded and not done: the process ended in between. */
export async function unfinishedDestructions(
  reader: Reader,
): Promise<{ orderId: string; raId: string; statement: string }[]> {
  return reader
    .selectFrom("destroyed_dossiers as d")
    .innerJoin("orders as o", "o.id", "d.order_id")
    .select(["d.order_id as orderId", "o.ra_id as raId", "d.statement"])
    .where("d.done_at", "is", null)
    .orderBy("d.recorded_at")
    .execute();
}

/** Compare-and-set; false when it was done before. */
export async function markDestroyed(
  tx: Transaction,
  one: { orderId: string; signature: Uint8Array },
  now: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable("destroyed_dossiers")
    .set({ signature: Buffer.from(one.signature), done_at: now })
    .where("order_id", "=", one.orderId)
    .where("done_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
