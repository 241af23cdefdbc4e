import type { Generated, Reader, Transaction } from "../../platform/database.ts";
import type { ContactChannel } from "../order.ts";
import type { ContactCode } from "./contact-code.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    contact_codes: {
      id: string;
      order_id: string;
      channel: ContactChannel;
      destination: string;
      code_hash: string;
      tries: Generated<number>;
      created_at: Date;
      expires_at: Date;
      confirmed_at: Date | null;
    };
  }
}

export async function insertCode(
  tx: Transaction,
  code: {
    id: string;
    orderId: string;
    channel: ContactChannel;
    destination: string;
    codeHash: string;
    createdAt: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await tx
    .insertInto("contact_codes")
    .values({
      id: code.id,
      order_id: code.orderId,
      channel: code.channel,
      destination: code.destination,
      code_hash: code.codeHash,
      created_at: code.createdAt,
      expires_at: code.expiresAt,
    })
    .execute();
}

/** Codes of one channel of one order, newest first. */
export async function codesOf(reader: Reader, orderId: string, channel: ContactChannel): Promise<ContactCode[]> {
  const rows = await reader
    .selectFrom("contact_codes")
    .selectAll()
    .where("order_id", "=", orderId)
    .where("channel", "=", channel)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    destination: row.destination,
    codeHash: row.code_hash,
    tries: row.tries,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    confirmedAt: row.confirmed_at,
  }));
}

/** Takes one of the tries that the code has, in one statement: tries at the same time take different ones. False: none was left. */
export async function countTry(tx: Transaction, id: string, maxTries: number): Promise<boolean> {
  const counted = await tx
    .updateTable("contact_codes")
    .set((e) => ({ tries: e("tries", "+", 1) }))
    .where("id", "=", id)
    .where("tries", "<", maxTries)
    .executeTakeFirst();
  return counted.numUpdatedRows > 0n;
}

export async function markConfirmed(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx.updateTable("contact_codes").set({ confirmed_at: now }).where("id", "=", id).execute();
}
