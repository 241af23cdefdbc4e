import assert from "node:assert/strict";
import { test } from "node:test";
import { keptUntil } from "./retention.ts";

test("evidence is kept for whole years after the last certificate's end, leap days too", () => {
  const until = (end: string, years: number) => keptUntil({ endsAt: new Date(end), years }).toISOString();
  assert.equal(until("2027-11-23T13:00:00Z", 10), "2037-11-23T13:00:00.000Z");
  assert.equal(until("2028-02-29T13:00:00Z", 1), "2029-03-01T13:00:00.000Z");
});
