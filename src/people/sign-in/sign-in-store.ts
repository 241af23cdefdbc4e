import { sql, type Transaction } from "../../platform/database.ts";
import type { RecentMisses } from "./sign-in-limits.ts";

/** Misses of the account, of the address and of both together since `since`; holds the account until the transaction ends, so that
 * parallel guesses are counted one after the other. */
export async function recentMisses(
  tx: Transaction,
  accountHash: string,
  addressHash: string,
  since: Date,
): Promise<RecentMisses> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in:${accountHash}`}, 0))`.execute(tx);
  const row = await tx
    .selectFrom("sign_in_misses")
    .select((of) => [
      of.fn
        .countAll<number>()
        .filterWhere("account_hash", "=", accountHash)
        .filterWhere("address_hash", "=", addressHash)
        .as("pair"),
      of.fn.countAll<number>().filterWhere("account_hash", "=", accountHash).as("account"),
      of.fn.countAll<number>().filterWhere("address_hash", "=", addressHash).as("address"),
      of.fn.min("at").as("oldestAt"),
    ])
    .where("at", ">", since)
    .where((where) => where.or([where("account_hash", "=", accountHash), where("address_hash", "=", addressHash)]))
    .executeTakeFirstOrThrow();
  return { pair: row.pair, account: row.account, address: row.address, oldestAt: row.oldestAt ?? null };
}

/** Counted before the password is looked at; `forgetMisses` takes it back when it was right. */
export async function insertMiss(tx: Transaction, accountHash: string, addressHash: string, now: Date): Promise<void> {
  await tx
    .insertInto("sign_in_misses")
    .values({ account_hash: accountHash, address_hash: addressHash, at: now })
    .execute();
}

export async function forgetMisses(tx: Transaction, accountHash: string, before: Date): Promise<void> {
  await tx
    .deleteFrom("sign_in_misses")
    .where((where) => where.or([where("account_hash", "=", accountHash), where("at", "<", before)]))
    .execute();
}
