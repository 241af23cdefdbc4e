import type { Reader } from "../platform/database.ts";
import { sha256Hex } from "../platform/ids.ts";
import { accessesOfToken, ordersOfToken } from "./access/access-store.ts";
import { secondsUntilNextCode } from "./contact/contact-code.ts";
import { codesOf } from "./contact/contact-store.ts";
import type { ContactChannel, Order } from "./order.ts";
import { asOrder, livingOrderRows, orderRowById, orderRowByNumber } from "./order-store.ts";

export const orderById: (reader: Reader, id: string) => Promise<Order | undefined> = orderRowById;
/** What is bought in one act, cancelled orders left out, in the order in which it was put together. */
export const ordersOfPurchase: (reader: Reader, purchaseId: string) => Promise<Order[]> = livingOrderRows;
export const orderByNumber: (reader: Reader, number: string) => Promise<Order | undefined> = orderRowByNumber;

/** Orders that the bearer of this access token may see, newest first; drafts included. */
export function ordersOfAccess(reader: Reader, token: string, now: Date): Promise<Order[]> {
  return ordersOfToken(reader, sha256Hex(token), now);
}

/**
 * The access by which this token opens the order; undefined where it does not. What is proven for it stays proven when
 * the token is renewed.
 */
export async function accessOf(
  reader: Reader,
  token: string,
  orderId: string,
  now: Date,
): Promise<{ accessId: string } | undefined> {
  return (await accessesOfToken(reader, sha256Hex(token), now)).find((access) => access.orderId === orderId);
}

/** Office search: placed orders of an AR by number, CPF/CNPJ or part of a name, newest first, at most 50. */
export async function searchOrders(reader: Reader, raId: string, words: string): Promise<Order[]> {
  const bare = words.replace(/[\s.\-/]/g, "").toUpperCase();
  const like = `%${words.trim().replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await reader
    .selectFrom("orders")
    .selectAll()
    .where("ra_id", "=", raId)
    .where("number", "is not", null)
    .where((where) =>
      where.or([
        where("number", "=", bare),
        where("cpf", "=", bare),
        where("cnpj", "=", bare),
        where("applicant_name", "ilike", like),
        where("company_name", "ilike", like),
      ]),
    )
    .orderBy("placed_at", "desc")
    .limit(50)
    .execute();
  return rows.map(asOrder);
}

/** Where the code of a channel stands: sent at all, until when it counts, and when another may be asked for. */
export async function contactCodeState(
  reader: Reader,
  orderId: string,
  channel: ContactChannel,
  destination: string,
  now: Date,
  perHour: number,
): Promise<{ sentAt: Date | undefined; expiresAt: Date | undefined; nextInSeconds: number }> {
  const codes = await codesOf(reader, orderId, channel);
  const latest = codes.find((code) => code.destination === destination);
  const asked = codes.map((code) => code.createdAt);
  return {
    sentAt: latest?.createdAt,
    expiresAt: latest?.expiresAt,
    nextInSeconds: secondsUntilNextCode(asked, now, perHour),
  };
}
