import type { ContactCode } from "../orders/contact-code.ts";
import type { Generated, Reader, Transaction } from "../platform/database.ts";

declare module "../platform/database.ts" {
  interface Tables {
    issuance_codes: {
      id: string;
      order_id: string;
      access_hash: string;
      code_hash: string;
      tries: Generated<number>;
      created_at: Date;
      expires_at: Date;
      confirmed_at: Date | null;
    };
  }
}

export type IssuanceCode = ContactCode & { accessHash: string };

export async function insertIssuanceCode(
  tx: Transaction,
  code: { id: string; orderId: string; accessHash: string; codeHash: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await tx
    .insertInto("issuance_codes")
    .values({
      id: code.id,
      order_id: code.orderId,
      access_hash: code.accessHash,
      code_hash: code.codeHash,
      created_at: code.createdAt,
      expires_at: code.expiresAt,
      confirmed_at: null,
    })
    .execute();
}

/** Every code of the order, newest first; those asked by other browsers too (they count against the limit). */
export async function issuanceCodesOf(reader: Reader, orderId: string): Promise<IssuanceCode[]> {
  const rows = await reader
    .selectFrom("issuance_codes")
    .selectAll()
    .where("order_id", "=", orderId)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    destination: "",
    accessHash: row.access_hash,
    codeHash: row.code_hash,
    tries: row.tries,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    confirmedAt: row.confirmed_at,
  }));
}

export async function countIssuanceTry(tx: Transaction, id: string): Promise<void> {
  const query = tx.updateTable("issuance_codes").set((row) => ({ tries: row("tries", "+", 1) }));
  await query.where("id", "=", id).execute();
}

export async function markIssuanceConfirmed(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx.updateTable("issuance_codes").set({ confirmed_at: now }).where("id", "=", id).execute();
}
