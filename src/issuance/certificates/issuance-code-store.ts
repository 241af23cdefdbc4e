import type { ContactCode } from "../../orders/contact/contact-code.ts";
import type { Generated, Reader, Transaction } from "../../platform/database.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    issuance_codes: {
      id: string;
      order_id: string;
      purpose: CodePurpose;
      access_id: string;
      code_hash: string;
      tries: Generated<number>;
      created_at: Date;
      expires_at: Date;
      confirmed_at: Date | null;
      confirmed_access_id: string | null;
    };
  }
}

/** What the holder proves to be theirs to do. */
export type CodePurpose = "issuance" | "revocation";

/** `accessId`: of the browser that asked; `confirmedAccessId`: what it became by the proof (src/orders/access/renew-access.ts). */
type IssuanceCode = ContactCode & { accessId: string; confirmedAccessId: string | null };

export async function insertIssuanceCode(
  tx: Transaction,
  code: Pick<IssuanceCode, "id" | "accessId" | "codeHash" | "createdAt" | "expiresAt"> & {
    orderId: string;
    purpose: CodePurpose;
  },
): Promise<void> {
  await tx
    .insertInto("issuance_codes")
    .values({
      id: code.id,
      order_id: code.orderId,
      purpose: code.purpose,
      access_id: code.accessId,
      code_hash: code.codeHash,
      created_at: code.createdAt,
      expires_at: code.expiresAt,
      confirmed_at: null,
      confirmed_access_id: null,
    })
    .execute();
}

/**
 * Every code of the order for this purpose, newest first; those asked by other browsers too (they count against the limit).
 * A revocation ends those before it: who had the old key may have its browser too.
 */
export async function issuanceCodesOf(reader: Reader, orderId: string, purpose: CodePurpose): Promise<IssuanceCode[]> {
  const revokedAt = reader
    .selectFrom("issuance_intents as i")
    .select(({ fn }) => fn.max("i.revoked_at").as("at"))
    .where("i.order_id", "=", orderId);
  const rows = await reader
    .selectFrom("issuance_codes")
    .selectAll()
    .where("order_id", "=", orderId)
    .where("purpose", "=", purpose)
    .where(({ or, eb }) => or([eb("created_at", ">", revokedAt), eb(revokedAt, "is", null)]))
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    destination: "",
    accessId: row.access_id,
    confirmedAccessId: row.confirmed_access_id,
    codeHash: row.code_hash,
    tries: row.tries,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    confirmedAt: row.confirmed_at,
  }));
}

/**
 * Takes one of the tries that the code has, in one statement: tries at the same time take different ones, and each knows
 * what the one before it confirmed. Undefined: none was left.
 */
export async function countIssuanceTry(
  tx: Transaction,
  id: string,
  maxTries: number,
): Promise<{ confirmed: { at: Date; accessId: string } | undefined } | undefined> {
  const row = await tx
    .updateTable("issuance_codes")
    .set((old) => ({ tries: old("tries", "+", 1) }))
    .where("id", "=", id)
    .where("tries", "<", maxTries)
    .returning(["confirmed_at as at", "confirmed_access_id as accessId"])
    .executeTakeFirst();
  if (!row) return undefined;
  return { confirmed: row.at && row.accessId !== null ? { at: row.at, accessId: row.accessId } : undefined };
}

export async function markIssuanceConfirmed(tx: Transaction, id: string, accessId: string, now: Date): Promise<void> {
  const proof = { confirmed_at: now, confirmed_access_id: accessId };
  await tx.updateTable("issuance_codes").set(proof).where("id", "=", id).execute();
}
