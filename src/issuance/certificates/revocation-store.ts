import type { Actor } from "../../audit/audit-chain.ts";
import type { RevocationReason } from "../../pki/certificates/revocation-list.ts";
import { jsonb, type Reader, type Transaction } from "../../platform/database.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    revocations: { serial: string; reason: RevocationReason; note: string; revoked_by: Actor; revoked_at: Date };
    told_revocations: { serial: string; told_at: Date };
  }
}

/** False when the serial is revoked already: the first reason stands. */
export async function insertRevocation(
  tx: Transaction,
  one: { serial: string; reason: RevocationReason; note: string; by: Actor },
  now: Date,
): Promise<boolean> {
  const result = await tx
    .insertInto("revocations")
    .values({ serial: one.serial, reason: one.reason, note: one.note, revoked_by: jsonb(one.by), revoked_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** undefined: the serial is not revoked. */
export async function revocationOf(
  reader: Reader,
  serial: string,
): Promise<{ reason: RevocationReason; revokedAt: Date } | undefined> {
  const query = reader.selectFrom("revocations").select(["reason", "revoked_at as revokedAt"]);
  return query.where("serial", "=", serial).executeTakeFirst();
}

export async function insertTold(tx: Transaction, serial: string, now: Date): Promise<void> {
  const told = tx.insertInto("told_revocations").values({ serial, told_at: now });
  await told.onConflict((conflict) => conflict.doNothing()).execute();
}
