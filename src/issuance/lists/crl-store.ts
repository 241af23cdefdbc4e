import type { Revoked } from "../../pki/certificates/revocation-list.ts";
import type { Reader, Transaction } from "../../platform/database.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    crls: { authority_id: string; number: number; this_update: Date; next_update: Date; entries: number; crl: Buffer };
  }
}

/** What one authority has revoked, oldest first. */
export async function revokedBy(reader: Reader, authorityId: string): Promise<Revoked[]> {
  const rows = await reader
    .selectFrom("revocations as r")
    .innerJoin("issuance_intents as i", "i.serial", "r.serial")
    .select(["r.serial", "r.reason", "r.revoked_at as revokedAt"])
    .where("i.authority_id", "=", authorityId)
    .orderBy("r.revoked_at")
    .orderBy("r.serial")
    .execute();
  return rows.map((row) => ({ ...row, serial: Uint8Array.from(Buffer.from(row.serial, "hex")) }));
}

/** Rejects with a violation of `crls_pkey` where another published the same number. */
export async function insertCrl(
  tx: Transaction,
  one: { authorityId: string; number: number; thisUpdate: Date; nextUpdate: Date; entries: number; crl: Uint8Array },
): Promise<void> {
  await tx
    .insertInto("crls")
    .values({
      authority_id: one.authorityId,
      number: one.number,
      this_update: one.thisUpdate,
      next_update: one.nextUpdate,
      entries: one.entries,
      crl: Buffer.from(one.crl),
    })
    .execute();
}
