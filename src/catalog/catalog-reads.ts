import { type RawBuilder, type Reader, sql } from "../platform/database.ts";
import type { BookingTerms } from "./booking-terms.ts";
import { type EligibilityRuleRow, eligibilityRows, type ProductRow } from "./catalog-store.ts";
import { type EligibilityRule, eligibilityConditions } from "./eligibility.ts";
import type { Product } from "./product.ts";
import { type RulePack, rulePackContent } from "./rule-pack.ts";

function asProduct(row: ProductRow): Product {
  return {
    id: row.id,
    raId: row.ra_id,
    code: row.code,
    name: row.name,
    summary: row.summary,
    person: row.person,
    certificateType: row.certificate_type,
    device: row.device,
    validityMonths: row.validity_months,
    slotMinutes: row.slot_minutes,
    priceCentavos: row.price_centavos,
    position: row.position,
    active: row.active,
  };
}

function asRule(row: EligibilityRuleRow): EligibilityRule {
  return {
    id: row.id,
    position: row.position,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    conditions: eligibilityConditions.parse(row.conditions),
    outcome: row.outcome,
    words: row.words,
  };
}

/** Every product of an AR in its own order; `onSale` leaves out those taken off the shelf. */
export async function productsOf(reader: Reader, raId: string, onSale = true): Promise<Product[]> {
  const rows = await reader
    .selectFrom("products")
    .selectAll()
    .where("ra_id", "=", raId)
    .$if(onSale, (query) => query.where("active", "=", true))
    .orderBy("position")
    .orderBy("code")
    .execute();
  return rows.map(asProduct);
}

export async function productById(reader: Reader, id: string): Promise<Product | undefined> {
  const row = await reader.selectFrom("products").selectAll().where("id", "=", id).executeTakeFirst();
  return row && asProduct(row);
}

export async function productByCode(reader: Reader, raId: string, code: string): Promise<Product | undefined> {
  const row = await reader
    .selectFrom("products")
    .selectAll()
    .where("ra_id", "=", raId)
    .where("code", "=", code)
    .executeTakeFirst();
  return row && asProduct(row);
}

/** Whether certificates of this kind can be issued here on this day ("2026-11-28"), so that one may be sold. */
export async function isIssuedHere(
  reader: Reader,
  certificateType: Product["certificateType"],
  day: string,
): Promise<boolean> {
  const row = await reader
    .selectFrom("sale_periods")
    .select("valid_from")
    .where("certificate_type", "=", certificateType)
    .where("valid_from", "<=", day)
    .where((where) => where.or([where("valid_until", "is", null), where("valid_until", ">=", day)]))
    .executeTakeFirst();
  return row !== undefined;
}

const termsColumns = [
  "id as productId",
  "ra_id as raId",
  "slot_minutes as slotMinutes",
  "pause_before_minutes as pauseBeforeMinutes",
  "pause_after_minutes as pauseAfterMinutes",
  "notice_minutes as noticeMinutes",
  "horizon_days as horizonDays",
] as const;

/** How these products are booked, in the order of `productIds` (one named twice comes twice); unknown ones are left out. */
export async function bookingTermsOf(reader: Reader, productIds: readonly string[]): Promise<BookingTerms[]> {
  if (productIds.length === 0) return [];
  const rows = await reader
    .selectFrom("products")
    .select(termsColumns)
    .where("id", "in", [...productIds])
    .execute();
  return inOrderOf(productIds, rows);
}

/** The same, with the rule pack in force at `now` for the AR of the first; undefined where no product is known. */
export async function bookingRulesAt(
  reader: Reader,
  productIds: readonly string[],
  now: Date,
): Promise<{ terms: BookingTerms[]; booking: RulePack["content"]["booking"] } | undefined> {
  if (productIds.length === 0) return undefined;
  const rows = await reader
    .selectFrom("products")
    .select([...termsColumns, packInForce(sql.ref("products.ra_id"), now).as("packId")])
    .where("id", "in", [...productIds])
    .execute();
  const found = inOrderOf(productIds, rows);
  if (!found[0]) return undefined;
  const { booking } = await contentOf(reader, packFound(found[0].packId));
  return { terms: found.map(({ packId, ...terms }) => terms), booking };
}

function inOrderOf<T extends { productId: string }>(productIds: readonly string[], rows: readonly T[]): T[] {
  return productIds.flatMap((id) => rows.filter(({ productId }) => productId === id));
}

export async function eligibilityTable(reader: Reader, raId: string): Promise<EligibilityRule[]> {
  return (await eligibilityRows(reader, raId)).map(asRule);
}

/**
 * The rule pack in force at `now`: the AR's own latest, else the installation's.
 * Throws (a 500) where none is in force or its content does not read: acting without rules is worse than stopping.
 */
export async function rulePackAt(reader: Reader, raId: string, now: Date): Promise<RulePack> {
  const row = await reader
    .selectFrom("rule_packs")
    .select(["id", "name", "valid_from as validFrom"])
    .where("id", "=", packInForce(sql`${raId}::uuid`, now))
    .executeTakeFirst();
  return { ...row!, content: await contentOf(reader, packFound(row?.id)) };
}

/** The id of the newest pack in force: the AR's own, else the installation's; null: none. */
function packInForce(raId: RawBuilder<unknown>, now: Date) {
  return sql<string | null>`(select pack.id from rule_packs pack
    where (pack.ra_id = ${raId} or pack.ra_id is null) and pack.valid_from <= ${now}
    order by pack.ra_id nulls last, pack.valid_from desc limit 1)`;
}

function packFound(id: string | null | undefined): string {
  if (!id) throw new Error("no rule pack is in force");
  return id;
}

/** A pack by id, in force or not: a proofing is judged by the one it began under. */
export async function rulePackById(reader: Reader, id: string): Promise<RulePack | undefined> {
  const row = await reader
    .selectFrom("rule_packs")
    .select(["id", "name", "valid_from as validFrom"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row && { ...row, content: await contentOf(reader, id) };
}

/** Packs are added and never changed, so what was read once is kept: nearly every page asks for the one in force. */
const contents = new Map<string, RulePack["content"]>();
const mostContents = 100;

async function contentOf(reader: Reader, id: string): Promise<RulePack["content"]> {
  const known = contents.get(id);
  if (known) return known;
  const query = reader.selectFrom("rule_packs").select("content").where("id", "=", id);
  const content = rulePackContent.parse((await query.executeTakeFirstOrThrow()).content);
  if (contents.size >= mostContents) contents.clear();
  contents.set(id, content);
  return content;
}
