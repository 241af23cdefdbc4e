import type { Reader, Transaction } from "../../platform/database.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    intent_keys: { serial: string; key_hash: string; shared_with: string | null };
  }
}

/** Rejects with key_used_once_in_any_encoding where another intent has the key. */
export async function insertIntentKey(tx: Transaction, serial: string, keyHash: string): Promise<void> {
  await tx.insertInto("intent_keys").values({ serial, key_hash: keyHash, shared_with: null }).execute();
}

/** Intents of before 0220, oldest first; locked, so that two starts at once do it once. */
export async function intentsWithoutKey(
  tx: Transaction,
): Promise<{ serial: string; orderId: string; request: Uint8Array }[]> {
  return tx
    .selectFrom("issuance_intents as i")
    .select(["i.serial", "i.order_id as orderId", "i.request"])
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("intent_keys as k").select("k.serial").whereRef("k.serial", "=", "i.serial"))),
    )
    .orderBy("i.recorded_at")
    .orderBy("i.serial")
    .forUpdate("i")
    .execute();
}

/** Writes the key of an older intent; gives the serial that has the same key already, if one has. */
export async function insertOlderKey(
  tx: Transaction,
  { serial, keyHash }: { serial: string; keyHash: string },
): Promise<string | undefined> {
  const first = await firstWithKey(tx, keyHash);
  const result = await tx
    .insertInto("intent_keys")
    .values({ serial, key_hash: keyHash, shared_with: first ?? null })
    .onConflict((conflict) => conflict.column("serial").doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n ? first : undefined;
}

async function firstWithKey(reader: Reader, keyHash: string): Promise<string | undefined> {
  const query = reader.selectFrom("intent_keys").select("serial").where("key_hash", "=", keyHash);
  return (await query.where("shared_with", "is", null).executeTakeFirst())?.serial;
}
