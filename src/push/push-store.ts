import type { Reader, Transaction } from "../platform/database.ts";

declare module "../platform/database.ts" {
  interface Tables {
    push_subscriptions: { order_id: string; endpoint_hash: string; sealed: Buffer; allowed_at: Date };
  }
}

export type KeptSubscription = { orderId: string; endpointHash: string; sealed: Buffer };

/** The same browser again replaces its keys. True when this browser is new. */
export async function putSubscription(tx: Transaction, kept: KeptSubscription, now: Date): Promise<boolean> {
  const { orderId, endpointHash, sealed } = kept;
  const before = await subscriptionsOf(tx, orderId);
  await tx
    .insertInto("push_subscriptions")
    .values({ order_id: orderId, endpoint_hash: endpointHash, sealed, allowed_at: now })
    .onConflict((conflict) => conflict.columns(["order_id", "endpoint_hash"]).doUpdateSet({ sealed }))
    .execute();
  return before.every((other) => other.endpointHash !== endpointHash);
}

export async function subscriptionsOf(reader: Reader, orderId: string): Promise<KeptSubscription[]> {
  return reader
    .selectFrom("push_subscriptions")
    .select(["order_id as orderId", "endpoint_hash as endpointHash", "sealed"])
    .where("order_id", "=", orderId)
    .orderBy("allowed_at")
    .execute();
}

/** False when there was none. */
export async function deleteSubscription(tx: Transaction, orderId: string, endpointHash: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom("push_subscriptions")
    .where("order_id", "=", orderId)
    .where("endpoint_hash", "=", endpointHash)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}

export async function deleteSubscriptionsOf(tx: Transaction, orderId: string): Promise<void> {
  await tx.deleteFrom("push_subscriptions").where("order_id", "=", orderId).execute();
}
