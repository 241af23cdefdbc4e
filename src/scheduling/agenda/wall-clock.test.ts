import assert from "node:assert/strict";
import { test } from "node:test";
import { momentAt } from "./wall-clock.ts";

test("a day and a clock are a moment of their zone; midnight may be said as the day's end", () => {
  const at = (day: string, clock: string, zone: string) => momentAt(day, clock, zone).toISOString();
  assert.equal(at("2026-11-24", "12:30", "America/Sao_Paulo"), "2026-11-24T15:30:00.000Z");
  assert.equal(at("2026-11-24", "24:00", "America/Manaus"), "2026-11-25T04:00:00.000Z");
  assert.equal(at("2026-12-31", "24:00", "America/Noronha"), "2027-01-01T02:00:00.000Z");
});
