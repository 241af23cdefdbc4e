import type { Generated, Reader, Selectable, Transaction } from "../platform/database.ts";
import { jsonb } from "../platform/database.ts";
import type { BookingTerms } from "./booking-terms.ts";
import type { EligibilityRule } from "./eligibility.ts";
import type { Product } from "./product.ts";

type ProductTable = {
  id: string;
  ra_id: string;
  code: string;
  name: string;
  summary: string;
  person: Product["person"];
  certificate_type: Product["certificateType"];
  device: Product["device"];
  validity_months: number;
  slot_minutes: number;
  pause_before_minutes: Generated<number>;
  pause_after_minutes: Generated<number>;
  notice_minutes: Generated<number | null>;
  horizon_days: Generated<number | null>;
  price_centavos: number;
  position: number;
  active: boolean;
  created_at: Date;
};

export type ProductRow = Selectable<ProductTable>;

export type EligibilityRuleRow = {
  id: string;
  ra_id: string | null;
  position: number;
  valid_from: string;
  valid_until: string | null;
  conditions: EligibilityRule["conditions"];
  outcome: EligibilityRule["outcome"];
  words: string;
};

type RulePackRow = {
  id: string;
  ra_id: string | null;
  name: string;
  valid_from: Date;
  content: unknown;
  created_at: Date;
};

type SalePeriodRow = { certificate_type: Product["certificateType"]; valid_from: string; valid_until: string | null };

declare module "../platform/database.ts" {
  interface Tables {
    products: ProductTable;
    eligibility_rules: EligibilityRuleRow;
    rule_packs: RulePackRow;
    sale_periods: SalePeriodRow;
  }
}

/** Inserts, or replaces the product of the same code in the same AR. Returns its id. */
export async function putProduct(tx: Transaction, product: Product, now: Date): Promise<string> {
  const values = {
    name: product.name,
    summary: product.summary,
    person: product.person,
    certificate_type: product.certificateType,
    device: product.device,
    validity_months: product.validityMonths,
    slot_minutes: product.slotMinutes,
    price_centavos: product.priceCentavos,
    position: product.position,
    active: product.active,
  };
  const row = await tx
    .insertInto("products")
    .values({ id: product.id, ra_id: product.raId, code: product.code, created_at: now, ...values })
    .onConflict((conflict) => conflict.columns(["ra_id", "code"]).doUpdateSet(values))
    .returning("id")
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function insertRulePack(tx: Transaction, row: RulePackRow): Promise<void> {
  await tx
    .insertInto("rule_packs")
    .values({ ...row, content: jsonb(row.content) })
    .execute();
}

/** The AR's own table where it has one, else the installation's. */
export async function eligibilityRows(reader: Reader, raId: string): Promise<EligibilityRuleRow[]> {
  const own = await reader.selectFrom("eligibility_rules").selectAll().where("ra_id", "=", raId).execute();
  if (own.length > 0) return own;
  return reader.selectFrom("eligibility_rules").selectAll().where("ra_id", "is", null).execute();
}

export async function updateBookingTerms(tx: Transaction, terms: Omit<BookingTerms, "raId">): Promise<void> {
  await tx
    .updateTable("products")
    .set({
      slot_minutes: terms.slotMinutes,
      pause_before_minutes: terms.pauseBeforeMinutes,
      pause_after_minutes: terms.pauseAfterMinutes,
      notice_minutes: terms.noticeMinutes,
      horizon_days: terms.horizonDays,
    })
    .where("id", "=", terms.productId)
    .execute();
}
