import type { Reader, Transaction } from "../../platform/database.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    authority_renewals: {
      id: string;
      authority_id: string;
      tbs: Buffer;
      tbs_hash: string;
      replaced: Buffer;
      recorded_at: Date;
      kept_at: Date | null;
    };
  }
}

export type Renewal = { id: string; authorityId: string; tbs: Uint8Array; tbsHash: string };

/**
 * False where another process recorded one first, which counts, or has put one in place already: `replaced` is then no more the
 * authority's certificate.
 */
export async function insertRenewal(
  tx: Transaction,
  renewal: Renewal & { replaced: Uint8Array },
  now: Date,
): Promise<boolean> {
  const query = tx.selectFrom("authorities").select("certificate").where("id", "=", renewal.authorityId);
  const row = await query.where("retired_at", "is", null).forUpdate().executeTakeFirst();
  if (!row || Buffer.compare(row.certificate, renewal.replaced) !== 0) return false;
  const result = await tx
    .insertInto("authority_renewals")
    .values({
      id: renewal.id,
      authority_id: renewal.authorityId,
      tbs: Buffer.from(renewal.tbs),
      tbs_hash: renewal.tbsHash,
      replaced: Buffer.from(renewal.replaced),
      recorded_at: now,
      kept_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Recorded, and its certificate not stored yet. */
export async function openRenewal(reader: Reader, authorityId: string): Promise<Renewal | undefined> {
  const query = reader.selectFrom("authority_renewals").selectAll().where("authority_id", "=", authorityId);
  const row = await query.where("kept_at", "is", null).executeTakeFirst();
  return row && { id: row.id, authorityId, tbs: Uint8Array.from(row.tbs), tbsHash: row.tbs_hash };
}

/** Puts the certificate in place; false where another process did. */
export async function keepRenewal(
  tx: Transaction,
  renewal: Renewal,
  certificate: Uint8Array,
  now: Date,
): Promise<boolean> {
  const open = await tx
    .selectFrom("authority_renewals")
    .select("id")
    .where("id", "=", renewal.id)
    .where("kept_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!open) return false;
  await tx
    .updateTable("authorities")
    .set({ certificate: Buffer.from(certificate) })
    .where("id", "=", renewal.authorityId)
    .where("retired_at", "is", null)
    .execute();
  await tx.updateTable("authority_renewals").set({ kept_at: now }).where("id", "=", renewal.id).execute();
  return true;
}
