import { type Reader, sql, type Transaction } from "../../platform/database.ts";
import { dayMs, earlier } from "../../platform/time/durations.ts";
import type { Order } from "../order.ts";
import { asOrder } from "../order-store.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    order_accesses: {
      token_hash: string;
      order_id: string;
      access_id: string;
      ends_with_tab: boolean;
      created_at: Date;
      expires_at: Date;
      tab_left_at: Date | null;
    };
  }
}

export async function grantAccess(
  tx: Transaction,
  tokenHash: string,
  access: { orderId: string; accessId: string; endsWithTab: boolean; expiresAt: Date },
  now: Date,
): Promise<void> {
  const { orderId, accessId, endsWithTab, expiresAt } = access;
  const row = { token_hash: tokenHash, order_id: orderId, access_id: accessId, ends_with_tab: endsWithTab };
  await tx
    .insertInto("order_accesses")
    .values({ ...row, created_at: now, expires_at: expiresAt, tab_left_at: null })
    .onConflict((conflict) => conflict.columns(["token_hash", "order_id"]).doNothing())
    .execute();
}

/**
 * An access that ends with the tab may still be taken up so many seconds after its last page closed, since the next
 * page follows.
 */
const tabGraceSeconds = 30;

const isLiving = (now: Date) =>
  sql<boolean>`expires_at > ${now} and (tab_left_at is null or tab_left_at > ${now}::timestamptz - make_interval(secs => ${tabGraceSeconds}))`;

/** What this token opens now. */
export async function accessesOfToken(
  reader: Reader,
  tokenHash: string,
  now: Date,
): Promise<{ orderId: string; accessId: string; endsWithTab: boolean }[]> {
  return reader
    .selectFrom("order_accesses")
    .select(["order_id as orderId", "access_id as accessId", "ends_with_tab as endsWithTab"])
    .where("token_hash", "=", tokenHash)
    .where(isLiving(now))
    .execute();
}

/** Leaves a replaced token to the requests that are under way, and deletes what ended long ago. */
export async function endSoon(tx: Transaction, tokenHash: string, until: Date, now: Date): Promise<void> {
  await tx
    .updateTable("order_accesses")
    .set({ expires_at: sql`least(expires_at, ${until})` })
    .where("token_hash", "=", tokenHash)
    .execute();
  const dayAgo = earlier(now, dayMs);
  await tx.deleteFrom("order_accesses").where("expires_at", "<", dayAgo).execute();
}

/** Ends this token and those it was renewed from; gives the orders that it opened. */
export async function endAccesses(tx: Transaction, tokenHash: string, now: Date): Promise<string[]> {
  const own = await accessesOfToken(tx, tokenHash, now);
  if (own.length === 0) return [];
  const ids = own.map(({ accessId }) => accessId);
  await tx.deleteFrom("order_accesses").where("access_id", "in", ids).execute();
  return own.map(({ orderId }) => orderId);
}

/**
 * Notes on a borrowed device's access that its last page closed (`at`), or that one is open again (null), if it is not
 * too late.
 */
export async function setTabLeft(tx: Transaction, tokenHash: string, at: Date | null, now: Date): Promise<void> {
  await tx
    .updateTable("order_accesses")
    .set({ tab_left_at: at })
    .where("token_hash", "=", tokenHash)
    .where("ends_with_tab", "=", true)
    .where(isLiving(now))
    .execute();
}

/** Orders a browser may see, newest first. */
export async function ordersOfToken(reader: Reader, tokenHash: string, now: Date): Promise<Order[]> {
  const rows = await reader
    .selectFrom("orders")
    .innerJoin("order_accesses", "order_accesses.order_id", "orders.id")
    .selectAll("orders")
    .where("order_accesses.token_hash", "=", tokenHash)
    .where(isLiving(now))
    .orderBy("orders.created_at", "desc")
    .execute();
  return rows.map(asOrder);
}
