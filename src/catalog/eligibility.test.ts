import assert from "node:assert/strict";
import { test } from "node:test";
import {
  biometricsAnswerMatters,
  decideEligibility,
  type EligibilityFacts,
  type EligibilityRule,
} from "./eligibility.ts";

const row = (position: number, conditions: EligibilityRule["conditions"], outcome: EligibilityRule["outcome"]) =>
  ({
    id: `r${position}`,
    position,
    validFrom: "2020-01-01",
    validUntil: null,
    conditions,
    outcome,
    words: "",
  }) satisfies EligibilityRule;

const table = [
  row(3, {}, "in-person"),
  row(1, { validityMonthsAtMost: 12 }, "video"),
  row(2, { biometricsOnFile: true }, "video"),
];
const facts = (validityMonths: number, biometricsOnFile: boolean | null): EligibilityFacts => ({
  person: "natural",
  certificateType: "A3",
  validityMonths,
  biometricsOnFile,
});

test("12 months may always use video, longer ones only with biometrics on file", () => {
  assert.equal(decideEligibility(table, facts(12, null), "2026-11-23")?.id, "r1");
  assert.equal(decideEligibility(table, facts(36, true), "2026-11-23")?.id, "r2");
  assert.equal(decideEligibility(table, facts(36, false), "2026-11-23")?.id, "r3");
  assert.equal(decideEligibility(table, facts(36, null), "2026-11-23")?.id, "r3");
});

test("a row counts from its first day to its last, both included", () => {
  const dated = [
    { ...row(1, {}, "video"), validFrom: "2026-01-01", validUntil: "2026-06-30" },
    row(2, {}, "in-person"),
  ];
  const on = (day: string) => decideEligibility(dated, facts(12, null), day)?.outcome;
  assert.deepEqual(["2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01"].map(on), [
    "in-person",
    "video",
    "video",
    "in-person",
  ]);
});

test("person and certificate type narrow a row; an empty table decides nothing", () => {
  const narrow = [row(1, { person: "legal", certificateType: "A1" }, "video")];
  assert.equal(decideEligibility(narrow, facts(12, null), "2026-11-23"), undefined);
  assert.equal(
    decideEligibility(narrow, { ...facts(12, null), person: "legal", certificateType: "A1" }, "2026-11-23")?.id,
    "r1",
  );
  assert.equal(decideEligibility([], facts(12, true), "2026-11-23"), undefined);
});

test("biometrics are asked about only where the answer changes the outcome", () => {
  assert.equal(biometricsAnswerMatters(table, facts(12, null), "2026-11-23"), false);
  assert.equal(biometricsAnswerMatters(table, facts(24, null), "2026-11-23"), true);
});
