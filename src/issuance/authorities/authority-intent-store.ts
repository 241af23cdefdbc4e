import type { Reader, Transaction } from "../../platform/database.ts";
import type { AuthorityKind } from "./authority-store.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    authority_intents: {
      id: string;
      kind: AuthorityKind;
      ra_id: string | null;
      name: string;
      issuer_id: string | null;
      sealed_key: Buffer;
      tbs: Buffer;
      tbs_hash: string;
      recorded_at: Date;
      kept_at: Date | null;
    };
  }
}

export type AuthorityIntent = {
  id: string;
  kind: AuthorityKind;
  raId: string | null;
  name: string;
  issuerId: string | null;
  sealedKey: Buffer;
  tbs: Uint8Array;
  tbsHash: string;
};

/** False where another process recorded one of this kind first: that one counts. */
export async function insertAuthorityIntent(tx: Transaction, intent: AuthorityIntent, now: Date): Promise<boolean> {
  const { id, kind, raId, name, issuerId, sealedKey, tbs, tbsHash } = intent;
  const result = await tx
    .insertInto("authority_intents")
    .values({
      id,
      kind,
      ra_id: raId,
      name,
      issuer_id: issuerId,
      sealed_key: sealedKey,
      tbs: Buffer.from(tbs),
      tbs_hash: tbsHash,
      recorded_at: now,
      kept_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Recorded, and its certificate not stored yet. */
export async function openAuthorityIntent(
  reader: Reader,
  kind: AuthorityKind,
  raId: string | null,
): Promise<AuthorityIntent | undefined> {
  const row = await reader
    .selectFrom("authority_intents")
    .selectAll()
    .where("kind", "=", kind)
    .where("ra_id", "is not distinct from", raId)
    .where("kept_at", "is", null)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      kind: row.kind,
      raId: row.ra_id,
      name: row.name,
      issuerId: row.issuer_id,
      sealedKey: row.sealed_key,
      tbs: Uint8Array.from(row.tbs),
      tbsHash: row.tbs_hash,
    }
  );
}

export async function markIntentKept(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx.updateTable("authority_intents").set({ kept_at: now }).where("id", "=", id).execute();
}
