import { type Reader, sql, type Transaction } from "../platform/database.ts";
import type { Order } from "./order.ts";
import { asOrder } from "./order-store.ts";

declare module "../platform/database.ts" {
  interface Tables {
    order_accesses: { token_hash: string; order_id: string; created_at: Date; expires_at: Date };
    order_lookups: { key: string; looked_at: Date };
  }
}

export async function grantAccess(
  tx: Transaction,
  tokenHash: string,
  orderId: string,
  now: Date,
  expiresAt: Date,
): Promise<void> {
  await tx
    .insertInto("order_accesses")
    .values({ token_hash: tokenHash, order_id: orderId, created_at: now, expires_at: expiresAt })
    .onConflict((conflict) => conflict.columns(["token_hash", "order_id"]).doUpdateSet({ expires_at: expiresAt }))
    .execute();
}

/** Orders a browser may see, newest first. */
export async function ordersOfToken(reader: Reader, tokenHash: string, now: Date): Promise<Order[]> {
  const rows = await reader
    .selectFrom("orders")
    .innerJoin("order_accesses", "order_accesses.order_id", "orders.id")
    .selectAll("orders")
    .where("order_accesses.token_hash", "=", tokenHash)
    .where("order_accesses.expires_at", ">", now)
    .orderBy("orders.created_at", "desc")
    .execute();
  return rows.map(asOrder);
}

/** Counts this look-up and tells how many there were in the window, this one included. What lies before the window goes. */
export async function countLookup(tx: Transaction, key: string, since: Date, now: Date): Promise<number> {
  await tx.deleteFrom("order_lookups").where("looked_at", "<", since).execute();
  await tx.insertInto("order_lookups").values({ key, looked_at: now }).execute();
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from order_lookups where key = ${key}`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
}
