import { z } from "zod";

/** Conditions of one row; every named one must hold, none named always fits. */
export const eligibilityConditions = z.strictObject({
  person: z.enum(["natural", "legal"]).optional(),
  certificateType: z.enum(["A1", "A3"]).optional(),
  validityMonthsAtMost: z.int().positive().optional(),
  biometricsOnFile: z.boolean().optional(),
});

export type EligibilityRule = {
  id: string;
  position: number;
  /** Calendar days "2026-11-23"; `validUntil` is the last day on which the row still holds, null = open. */
  validFrom: string;
  validUntil: string | null;
  conditions: z.infer<typeof eligibilityConditions>;
  outcome: "video" | "in-person";
  words: string;
};

export type EligibilityFacts = {
  person: "natural" | "legal";
  certificateType: "A1" | "A3";
  validityMonths: number;
  /** Null: not asked yet. It then fits neither answer. */
  biometricsOnFile: boolean | null;
};

function fits(rule: EligibilityRule, facts: EligibilityFacts): boolean {
  const { person, certificateType, validityMonthsAtMost, biometricsOnFile } = rule.conditions;
  if (person !== undefined && person !== facts.person) return false;
  if (certificateType !== undefined && certificateType !== facts.certificateType) return false;
  if (validityMonthsAtMost !== undefined && facts.validityMonths > validityMonthsAtMost) return false;
  return biometricsOnFile === undefined || biometricsOnFile === facts.biometricsOnFile;
}

/** The first row in force on `day` that fits; undefined when the table decides nothing (then nobody may be charged). */
export function decideEligibility(
  rules: readonly EligibilityRule[],
  facts: EligibilityFacts,
  day: string,
): EligibilityRule | undefined {
  return rules
    .filter((rule) => rule.validFrom <= day && (rule.validUntil === null || day <= rule.validUntil))
    .sort((a, b) => a.position - b.position)
    .find((rule) => fits(rule, facts));
}

/** True when the answer about biometrics changes the decision: only then is it worth asking (LGPD art. 6 III). */
export function biometricsAnswerMatters(
  rules: readonly EligibilityRule[],
  facts: EligibilityFacts,
  day: string,
): boolean {
  const outcome = (biometricsOnFile: boolean) => decideEligibility(rules, { ...facts, biometricsOnFile }, day)?.outcome;
  return outcome(true) !== outcome(false);
}
