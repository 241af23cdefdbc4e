import type { Reader } from "../platform/database.ts";
import type { Charge, Payment } from "./charge.ts";
import { asPayment, openChargeOf as readOpenCharge } from "./charge-store.ts";

/** The charge that waits to be paid, expired or not; undefined before the first and after a withdrawal. */
export const openChargeOf: (reader: Reader, orderId: string) => Promise<Charge | undefined> = readOpenCharge;

/** The money that arrived for an order, if it did. */
export async function paymentOf(reader: Reader, orderId: string): Promise<Payment | undefined> {
  const row = await reader.selectFrom("payments").selectAll().where("order_id", "=", orderId).executeTakeFirst();
  return row && asPayment(row);
}
