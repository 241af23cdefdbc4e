import type { Reader, Transaction } from "../platform/database.ts";

declare module "../platform/database.ts" {
  interface Tables {
    spent_approvals: { proofing_id: string; spent_at: Date };
  }
}

export async function insertSpentApproval(tx: Transaction, proofingId: string, now: Date): Promise<void> {
  const row = { proofing_id: proofingId, spent_at: now };
  await tx
    .insertInto("spent_approvals")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function isSpent(reader: Reader, proofingId: string): Promise<boolean> {
  const query = reader.selectFrom("spent_approvals").select("proofing_id").where("proofing_id", "=", proofingId);
  return (await query.executeTakeFirst()) !== undefined;
}
