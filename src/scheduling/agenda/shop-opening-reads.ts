import { eligibilityTable, isIssuedHere, productById, productsOf } from "../../catalog/catalog-reads.ts";
import { biometricsAnswerMatters, decideEligibility } from "../../catalog/eligibility.ts";
import type { Product } from "../../catalog/product.ts";
import { type Reader, sql } from "../../platform/database.ts";
import { dayInBrazil } from "../../platform/time/brasilia.ts";
import { type OpeningGap, openingGap, type TeamMember } from "./shop-opening.ts";

/** The people of an AR who are not suspended, as far as selling depends on them. */
async function teamOf(reader: Reader, raId: string): Promise<TeamMember[]> {
  const { rows } = await sql<TeamMember>`
    select a.id, 'agent' = any (a.roles) as attends, 'verifier' = any (a.roles) as verifies,
      exists (select from agenda_hours h where h.agent_id = a.id) as "hasAgenda", p.product_ids as "productIds"
    from agents a left join agenda_profiles p on p.agent_id = a.id
    where a.ra_id = ${raId} and a.suspended_at is null`.execute(reader);
  return rows;
}

/** Why a product of the shelf cannot be bought now; undefined: it can. */
export type SaleGap = OpeningGap | "not-issued";

/** The products on an AR's shelf, each with why it cannot be bought now. */
export async function shelfOf(
  reader: Reader,
  raId: string,
  now: Date,
): Promise<{ product: Product; gap: SaleGap | undefined }[]> {
  const products = await productsOf(reader, raId);
  return Promise.all(products.map(async (product) => ({ product, gap: await saleGap(reader, product, now) })));
}

/**
 * Why a product cannot be bought now. One that is attended in person only asks nothing of the AR's people here: the AR
 * identifies and issues in its own system, and the times of its sites say who receives.
 */
export async function saleGap(reader: Reader, product: Product, now: Date): Promise<SaleGap | undefined> {
  const day = dayInBrazil(now);
  if (!(await isIssuedHere(reader, product.certificateType, day))) return "not-issued";
  const rules = await eligibilityTable(reader, product.raId);
  const facts = { ...product, biometricsOnFile: null };
  const isForVideo =
    biometricsAnswerMatters(rules, facts, day) || decideEligibility(rules, facts, day)?.outcome === "video";
  return isForVideo ? openingGap(await teamOf(reader, product.raId), product.id) : undefined;
}

/** The same by id; undefined also where there is no such product, which the use case itself refuses. */
export async function saleGapOf(reader: Reader, productId: string, now: Date): Promise<SaleGap | undefined> {
  const product = await productById(reader, productId);
  return product && saleGap(reader, product, now);
}
