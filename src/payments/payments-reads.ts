import { type Reader, sql } from "../platform/database.ts";
import type { Charge, HandMeans, Payment } from "./charge.ts";
import { asPayment, chargeById, openChargeOf as readOpenCharge } from "./charge-store.ts";

/** The charge that is open, expired or not; undefined before the first and after a withdrawal. */
export const openChargeOf: (reader: Reader, orderId: string) => Promise<Charge | undefined> = readOpenCharge;

/** The money that arrived for an order, if it did. */
export async function paymentOf(reader: Reader, orderId: string): Promise<Payment | undefined> {
  const row = await reader.selectFrom("payments").selectAll().where("order_id", "=", orderId).executeTakeFirst();
  return row && asPayment(row);
}

/** Whose a charge is: the first of the orders it asks for tells the AR. */
export async function subjectOfCharge(reader: Reader, chargeId: string): Promise<{ orderId?: string } | undefined> {
  const orderId = (await chargeById(reader, chargeId))?.items[0]?.orderId;
  return orderId === undefined ? undefined : { orderId };
}

/** An order that waits for its money. */
export type UnpaidOrder = {
  orderId: string;
  number: string;
  productName: string;
  holderName: string;
  priceCentavos: number;
  placedAt: Date;
};

/** The AR's placed orders by video that nobody paid, oldest first, at most 100; `words` narrows by number, CPF, CNPJ or name. */
export async function unpaidOrdersOf(reader: Reader, raId: string, words = ""): Promise<UnpaidOrder[]> {
  const bare = words.replace(/[\s.\-/]/g, "").toUpperCase();
  const like = `%${words.replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } = await sql<UnpaidOrder>`
    select o.id as "orderId", o.number, p.name as "productName", coalesce(o.company_name, o.applicant_name) as "holderName",
      o.price_centavos as "priceCentavos", o.placed_at as "placedAt"
    from orders o join products p on p.id = o.product_id
    where o.ra_id = ${raId} and o.number is not null and o.cancelled_at is null and o.attendance <> 'in-person'
      and not exists (select from payments m where m.order_id = o.id)
      and (${words} = '' or o.number = ${bare} or o.cpf = ${bare} or o.cnpj = ${bare}
        or o.applicant_name ilike ${like} or o.company_name ilike ${like})
    order by o.placed_at limit 100`.execute(reader);
  return rows;
}

/** Money that somebody of the AR wrote down, and who, how and why. */
export type PaidByHand = {
  number: string;
  holderName: string;
  amountCentavos: number;
  means: HandMeans;
  reason: string;
  byName: string;
  recordedAt: Date;
};

/** The newest first, at most 50. */
export async function paymentsByHandOf(reader: Reader, raId: string): Promise<PaidByHand[]> {
  const { rows } = await sql<PaidByHand>`
    select o.number, coalesce(o.company_name, o.applicant_name) as "holderName", m.amount_centavos as "amountCentavos",
      m.hand_means as means, m.hand_reason as reason, a.name as "byName", m.recorded_at as "recordedAt"
    from payments m join orders o on o.id = m.order_id join agents a on a.id = m.hand_by
    where o.ra_id = ${raId} order by m.recorded_at desc limit 50`.execute(reader);
  return rows;
}
