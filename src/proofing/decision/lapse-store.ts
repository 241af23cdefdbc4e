import type { Transaction } from "../../platform/database.ts";

/** False where it was decided or had lapsed before; its row is locked by the caller. */
export async function markLapsed(tx: Transaction, proofingId: string, now: Date): Promise<boolean> {
  const lapse = tx.updateTable("proofings").set({ lapsed_at: now }).where("id", "=", proofingId);
  const done = await lapse
    .where("lapsed_at", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("validations").select("proofing_id").where("proofing_id", "=", proofingId))),
    )
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
