import assert from "node:assert/strict";
import { test } from "node:test";
import { certificateTypeOn } from "./certificate-type.ts";
import { holderValidity } from "./holder-profile.ts";

const base = {
  person: "natural",
  keyOrigin: "software",
  policy: "2.16.76.1.2.1.999",
  unit: "",
  longestMonths: 12,
} as const;
const types = [
  { ...base, code: "A1", from: "2008-01-01", until: "2029-03-02" },
  { ...base, code: "SE-S", from: "2025-01-01" },
];

test("a type rules from its first day to the day before its end", () => {
  assert.equal(certificateTypeOn(types, "A1", "natural", "2007-12-31"), undefined);
  assert.equal(certificateTypeOn(types, "A1", "natural", "2029-03-01")?.code, "A1");
  assert.equal(certificateTypeOn(types, "A1", "natural", "2029-03-02"), undefined);
  assert.equal(certificateTypeOn(types, "A1", "legal", "2026-01-01"), undefined);
});

test("validity ends at the same instant months later, on the last day of a shorter month, never after the issuer", () => {
  const far = new Date("2040-01-01T00:00:00Z");
  const end = (from: string, months: number, issuer = far) =>
    holderValidity(new Date(from), months, issuer).notAfter.toISOString();
  assert.equal(end("2026-11-23T12:34:56Z", 12), "2027-11-23T12:34:56.000Z");
  assert.equal(end("2028-02-29T00:00:00Z", 12), "2029-02-28T00:00:00.000Z");
  assert.equal(end("2026-08-31T00:00:00Z", 6), "2027-02-28T00:00:00.000Z");
  assert.equal(end("2026-11-23T00:00:00Z", 36, new Date("2028-01-01T00:00:00Z")), "2028-01-01T00:00:00.000Z");
});
