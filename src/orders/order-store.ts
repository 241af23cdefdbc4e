import { randomInt } from "node:crypto";
import { type Generated, type Reader, sql, type Transaction } from "../platform/database.ts";
import type { Cnpj, Cpf } from "../platform/taxpayer-id.ts";
import type { Attendance, Order } from "./order.ts";
import { type OrderNumber, orderNumberFrom } from "./order-number.ts";

type OrderRow = {
  id: string;
  purchase_id: string;
  purchase_position: Generated<number>;
  ra_id: string;
  product_id: string;
  number: string | null;
  origin: Generated<"own" | "partner">;
  price_centavos: number;
  applicant_name: string | null;
  cpf: string | null;
  birth_date: string | null;
  email: string | null;
  phone: string | null;
  company_name: string | null;
  cnpj: string | null;
  biometrics_answer: boolean | null;
  eligibility_rule_id: string | null;
  eligibility_outcome: Attendance | null;
  attendance: Generated<Attendance>;
  site_id: string | null;
  eligibility_decided_at: Date | null;
  email_confirmed_at: Date | null;
  phone_confirmed_at: Date | null;
  terms_version: string | null;
  terms_accepted_at: Date | null;
  created_at: Date;
  placed_at: Date | null;
  cancelled_at: Date | null;
  cancelled_reason: string | null;
};

declare module "../platform/database.ts" {
  interface Tables {
    orders: OrderRow;
    purchases: { id: string; ra_id: string; created_at: Date };
  }
}

type Selected = Omit<OrderRow, "origin" | "purchase_position" | "attendance"> & {
  origin: "own" | "partner";
  attendance: Attendance;
  purchase_position: number;
};

export function asOrder(row: Selected): Order {
  return {
    id: row.id,
    purchaseId: row.purchase_id,
    purchasePosition: row.purchase_position,
    raId: row.ra_id,
    productId: row.product_id,
    number: row.number as OrderNumber | null,
    origin: row.origin,
    priceCentavos: row.price_centavos,
    applicantName: row.applicant_name,
    cpf: row.cpf as Cpf | null,
    birthDate: row.birth_date,
    email: row.email,
    phone: row.phone,
    companyName: row.company_name,
    cnpj: row.cnpj as Cnpj | null,
    biometricsAnswer: row.biometrics_answer,
    eligibilityRuleId: row.eligibility_rule_id,
    eligibilityOutcome: row.eligibility_outcome,
    attendance: row.attendance,
    siteId: row.site_id,
    emailConfirmedAt: row.email_confirmed_at,
    phoneConfirmedAt: row.phone_confirmed_at,
    createdAt: row.created_at,
    placedAt: row.placed_at,
    cancelledAt: row.cancelled_at,
    cancelledReason: row.cancelled_reason,
  };
}

/** The order, locked until the transaction ends with all of its purchase: one change of one purchase at a time. */
export async function lockOrder(tx: Transaction, id: string): Promise<Order | undefined> {
  await sql`select from purchases where id = (select purchase_id from orders where id = ${id}) for no key update`.execute(
    tx,
  );
  const row = await tx.selectFrom("orders").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  return row && asOrder(row);
}

/** A new draft; without `purchaseId` it begins a purchase of its own, else it is the last of that one, which is locked. */
export async function insertDraft(
  tx: Transaction,
  draft: {
    id: string;
    raId: string;
    productId: string;
    priceCentavos: number;
    createdAt: Date;
    purchaseId?: string | undefined;
  },
): Promise<void> {
  const { raId, createdAt, purchaseId = draft.id } = draft;
  if (!draft.purchaseId)
    await tx.insertInto("purchases").values({ id: purchaseId, ra_id: raId, created_at: createdAt }).execute();
  await tx
    .insertInto("orders")
    .values({
      id: draft.id,
      purchase_id: purchaseId,
      ...(draft.purchaseId && { purchase_position: await nextPosition(tx, draft.purchaseId) }),
      ra_id: draft.raId,
      product_id: draft.productId,
      price_centavos: draft.priceCentavos,
      created_at: draft.createdAt,
    })
    .execute();
}

async function nextPosition(tx: Transaction, purchaseId: string): Promise<number> {
  const orders = tx.selectFrom("orders").where("purchase_id", "=", purchaseId);
  const { last } = await orders.select(({ fn }) => fn.max("purchase_position").as("last")).executeTakeFirstOrThrow();
  return (last ?? 0) + 1;
}

export type DraftChanges = Partial<
  Omit<
    OrderRow,
    | "id"
    | "purchase_id"
    | "purchase_position"
    | "ra_id"
    | "product_id"
    | "number"
    | "origin"
    | "attendance"
    | "created_at"
    | "placed_at"
  > & { attendance: Attendance }
>;

/** Changes a draft; false when it is a draft no longer (compare-and-set). */
export async function changeDraft(tx: Transaction, id: string, changes: DraftChanges): Promise<boolean> {
  const result = await tx
    .updateTable("orders")
    .set(changes)
    .where("id", "=", id)
    .where("number", "is", null)
    .where("cancelled_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Changes every draft of a purchase in one statement: what is the holder's is never half changed. */
export async function changeDraftsOf(tx: Transaction, purchaseId: string, changes: DraftChanges): Promise<void> {
  await tx
    .updateTable("orders")
    .set(changes)
    .where("purchase_id", "=", purchaseId)
    .where("number", "is", null)
    .where("cancelled_at", "is", null)
    .execute();
}

const mostDraws = 20;

/**
 * Draws a number that no order has, so that nobody can tell others' numbers from their own (the first ones were counted
 * up). Nine figures and the check digit, without a leading zero, which people leave out.
 */
export async function freeOrderNumber(reader: Reader): Promise<OrderNumber> {
  for (let draw = 0; draw < mostDraws; draw++) {
    const number = orderNumberFrom(randomInt(100_000_000, 1_000_000_000));
    const taken = await reader.selectFrom("orders").select("id").where("number", "=", number).executeTakeFirst();
    if (!taken) return number;
  }
  throw new Error("no free order number was drawn");
}

/** Gives a draft its number; false when it already had one. */
export async function numberDraft(
  tx: Transaction,
  id: string,
  number: OrderNumber,
  termsVersion: string,
  now: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable("orders")
    .set({ number, placed_at: now, terms_version: termsVersion, terms_accepted_at: now })
    .where("id", "=", id)
    .where("number", "is", null)
    .where("cancelled_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function markCancelled(tx: Transaction, id: string, reason: string, now: Date): Promise<boolean> {
  const result = await tx
    .updateTable("orders")
    .set({ cancelled_at: now, cancelled_reason: reason })
    .where("id", "=", id)
    .where("cancelled_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function orderRowById(reader: Reader, id: string): Promise<Order | undefined> {
  const row = await reader.selectFrom("orders").selectAll().where("id", "=", id).executeTakeFirst();
  return row && asOrder(row);
}

/** The orders of a purchase that are not cancelled, in the order in which they were put into it. */
export async function livingOrderRows(reader: Reader, purchaseId: string): Promise<Order[]> {
  const rows = await reader
    .selectFrom("orders")
    .selectAll()
    .where("purchase_id", "=", purchaseId)
    .where("cancelled_at", "is", null)
    .orderBy("purchase_position")
    .execute();
  return rows.map(asOrder);
}

export async function orderRowByNumber(reader: Reader, number: string): Promise<Order | undefined> {
  const row = await reader.selectFrom("orders").selectAll().where("number", "=", number).executeTakeFirst();
  return row && asOrder(row);
}
