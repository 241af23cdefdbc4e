import type { Transaction } from "../platform/database.ts";

declare module "../platform/database.ts" {
  interface Tables {
    installation_kind: { only_one: boolean; demo: boolean; declared_at: Date };
  }
}

/** Whether this database was begun as a demonstration: its first start said so, and later starts do not change it. */
export async function declaredAsDemo(tx: Transaction, demo: boolean, now: Date): Promise<boolean> {
  await tx
    .insertInto("installation_kind")
    .values({ only_one: true, demo, declared_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await tx.selectFrom("installation_kind").select("demo").executeTakeFirstOrThrow()).demo;
}
