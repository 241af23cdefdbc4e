import { type Reader, sql, type Transaction, violatedConstraint } from "../platform/database.ts";
import type { Charge, ChargeItem, HandMeans, Payment } from "./charge.ts";
import { PaymentsFailure } from "./payments-failures.ts";

type ChargeRow = {
  id: string;
  purchase_id: string;
  provider: string;
  txid: string;
  amount_centavos: number;
  brcode: string | null;
  created_at: Date;
  expires_at: Date;
  cancelled_at: Date | null;
};

type PaymentRow = {
  id: string;
  charge_id: string | null;
  order_id: string;
  end_to_end_id: string | null;
  amount_centavos: number;
  paid_at: Date;
  recorded_at: Date;
  hand_means: HandMeans | null;
  hand_reason: string | null;
  hand_by: string | null;
};

declare module "../platform/database.ts" {
  interface Tables {
    charges: ChargeRow;
    charge_items: { charge_id: string; order_id: string; amount_centavos: number };
    payments: PaymentRow;
    surplus_payments: {
      id: string;
      order_id: string;
      charge_id: string;
      end_to_end_id: string;
      amount_centavos: number;
      paid_at: Date;
      recorded_at: Date;
    };
  }
}

function asCharge(row: ChargeRow, items: ChargeItem[]): Charge {
  return {
    id: row.id,
    purchaseId: row.purchase_id,
    items,
    provider: row.provider,
    txid: row.txid,
    amountCentavos: row.amount_centavos,
    brcode: row.brcode,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    cancelledAt: row.cancelled_at,
  };
}

export function asPayment(row: PaymentRow): Payment {
  const { id, order_id: orderId, amount_centavos: amountCentavos, paid_at: paidAt } = row;
  const { charge_id: chargeId, end_to_end_id: endToEndId, hand_means: means, hand_reason: reason, hand_by } = row;
  const paid = { id, orderId, amountCentavos, paidAt };
  // The table's check payment_has_one_origin.
  if (chargeId && endToEndId) return { ...paid, chargeId, endToEndId, byHand: null };
  return { ...paid, chargeId: null, endToEndId: null, byHand: { means: means!, reason: reason!, agentId: hand_by! } };
}

/** One charge decision per purchase at a time, until the transaction ends. */
export async function lockChargesOf(tx: Transaction, purchaseId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`charges:${purchaseId}`}, 0))`.execute(tx);
}

async function withItems(reader: Reader, row: ChargeRow): Promise<Charge> {
  const items = await reader
    .selectFrom("charge_items")
    .select(["order_id as orderId", "amount_centavos as amountCentavos"])
    .where("charge_id", "=", row.id)
    .orderBy("order_id")
    .execute();
  return asCharge(row, items);
}

/** The open charge that asks for this order, alone or with others. */
export async function openChargeOf(reader: Reader, orderId: string): Promise<Charge | undefined> {
  const row = await reader
    .selectFrom("charges")
    .innerJoin("charge_items", "charge_items.charge_id", "charges.id")
    .selectAll("charges")
    .where("charge_items.order_id", "=", orderId)
    .where("charges.cancelled_at", "is", null)
    .executeTakeFirst();
  return row && withItems(reader, row);
}

export async function openChargeOfPurchase(reader: Reader, purchaseId: string): Promise<Charge | undefined> {
  const row = await reader
    .selectFrom("charges")
    .selectAll()
    .where("purchase_id", "=", purchaseId)
    .where("cancelled_at", "is", null)
    .executeTakeFirst();
  return row && withItems(reader, row);
}

export async function chargeByTxid(reader: Reader, txid: string): Promise<Charge | undefined> {
  const row = await reader.selectFrom("charges").selectAll().where("txid", "=", txid).executeTakeFirst();
  return row && withItems(reader, row);
}

export async function chargeById(reader: Reader, id: string): Promise<Charge | undefined> {
  const row = await reader.selectFrom("charges").selectAll().where("id", "=", id).executeTakeFirst();
  return row && withItems(reader, row);
}

/** Whether money for this very charge was credited to any of its orders. */
export async function isSettled(reader: Reader, chargeId: string): Promise<boolean> {
  const credited = reader.selectFrom("payments").select("id").where("charge_id", "=", chargeId);
  return (await credited.limit(1).executeTakeFirst()) !== undefined;
}

export async function insertCharge(tx: Transaction, charge: Charge): Promise<void> {
  await tx
    .insertInto("charges")
    .values({
      id: charge.id,
      purchase_id: charge.purchaseId,
      provider: charge.provider,
      txid: charge.txid,
      amount_centavos: charge.amountCentavos,
      created_at: charge.createdAt,
      expires_at: charge.expiresAt,
    })
    .execute();
  await tx
    .insertInto("charge_items")
    .values(
      charge.items.map(({ orderId, amountCentavos }) => ({
        charge_id: charge.id,
        order_id: orderId,
        amount_centavos: amountCentavos,
      })),
    )
    .execute();
}

/** Writes the provider's answer once; a second answer for the same charge changes nothing. */
export async function storeBrcode(tx: Transaction, id: string, brcode: string): Promise<void> {
  await tx.updateTable("charges").set({ brcode }).where("id", "=", id).where("brcode", "is", null).execute();
}

export async function markWithdrawn(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx
    .updateTable("charges")
    .set({ cancelled_at: now })
    .where("id", "=", id)
    .where("cancelled_at", "is", null)
    .execute();
}

export async function isCredited(reader: Reader, endToEndId: string): Promise<boolean> {
  const known = reader.selectFrom("payments").select("id").where("end_to_end_id", "=", endToEndId);
  return (await known.limit(1).executeTakeFirst()) !== undefined;
}

const paidBefore = [
  "one_payment_per_order",
  "charge_is_settled_once",
  "pix_is_credited_once",
  "pix_settles_one_charge",
];

/** Failure order-already-paid where the order, the charge or this very Pix was credited before. */
export async function insertPayment(tx: Transaction, payment: Payment, now: Date): Promise<void> {
  try {
    await tx
      .insertInto("payments")
      .values({
        id: payment.id,
        charge_id: payment.chargeId,
        order_id: payment.orderId,
        end_to_end_id: payment.endToEndId,
        amount_centavos: payment.amountCentavos,
        paid_at: payment.paidAt,
        recorded_at: now,
        hand_means: payment.byHand?.means ?? null,
        hand_reason: payment.byHand?.reason ?? null,
        hand_by: payment.byHand?.agentId ?? null,
      })
      .execute();
  } catch (error) {
    if (paidBefore.includes(violatedConstraint(error) ?? "")) throw new PaymentsFailure("order-already-paid");
    throw error;
  }
}

/** Money for what was paid already. False where this very Pix was written down before. */
export async function insertSurplus(
  tx: Transaction,
  surplus: { id: string; orderId: string; chargeId: string; endToEndId: string; amountCentavos: number; paidAt: Date },
  now: Date,
): Promise<boolean> {
  const done = await tx
    .insertInto("surplus_payments")
    .values({
      id: surplus.id,
      order_id: surplus.orderId,
      charge_id: surplus.chargeId,
      end_to_end_id: surplus.endToEndId,
      amount_centavos: surplus.amountCentavos,
      paid_at: surplus.paidAt,
      recorded_at: now,
    })
    .onConflict((clash) => clash.columns(["end_to_end_id", "order_id"]).doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}
