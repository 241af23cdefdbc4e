import { eligibilityTable } from "../../catalog/catalog-reads.ts";
import { biometricsAnswerMatters, decideEligibility } from "../../catalog/eligibility.ts";
import type { Product } from "../../catalog/product.ts";
import type { Transaction } from "../../platform/database.ts";
import { dayInBrazil } from "../../platform/time/brasilia.ts";
import type { DraftChanges } from "../order-store.ts";

/**
 * Who may use video for this product by today's table, as a draft keeps it; `words` for the applicant.
 * undefined where the answer about biometrics decides and is not known yet.
 */
export async function eligibilityToday(
  tx: Transaction,
  product: Product,
  biometricsOnFile: boolean | null,
  now: Date,
): Promise<
  { outcome: "video" | "in-person"; words: string; ruleId: string | null; changes: DraftChanges } | undefined
> {
  const rules = await eligibilityTable(tx, product.raId);
  const day = dayInBrazil(now);
  const facts = { ...product, biometricsOnFile };
  if (biometricsOnFile === null && biometricsAnswerMatters(rules, facts, day)) return undefined;
  const rule = decideEligibility(rules, facts, day);
  const outcome = rule?.outcome ?? "in-person";
  const ruleId = rule?.id ?? null;
  const changes = {
    biometrics_answer: biometricsOnFile,
    eligibility_rule_id: ruleId,
    eligibility_outcome: outcome,
    eligibility_decided_at: now,
    // A new decision drops the site that was chosen after an earlier "no"; after another "no" it is chosen again.
    attendance: "video" as const,
    site_id: null,
  };
  return { outcome, words: rule?.words ?? "", ruleId, changes };
}
