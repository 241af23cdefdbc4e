import assert from "node:assert/strict";
import { test } from "node:test";
import { keepsUp, usualPace } from "./body-pace.ts";

/** Second at which a line that brings `bytesPerSecond` (for `flowSeconds`, then nothing) is given up, or undefined. */
function givenUpAt(bytesPerSecond: number, total: number, flowSeconds = Number.POSITIVE_INFINITY): number | undefined {
  for (let second = 1; second < 4_000; second++) {
    const bytes = bytesPerSecond * Math.min(second, flowSeconds);
    if (bytes >= total) return undefined;
    if (!keepsUp(usualPace, bytes, second * 1000)) return second;
  }
  throw new Error("waited for ever");
}

test("a slow phone manages, whoever sends nothing or drips is given up", () => {
  const picture = 10_000_000;
  assert.equal(givenUpAt(50_000, picture), undefined, "slow 3G");
  assert.equal(givenUpAt(5_000, picture), undefined, "GPRS");
  assert.equal(givenUpAt(0, picture), 31);
  assert.equal(givenUpAt(1, picture), 31);
  assert.equal(givenUpAt(2_000, picture), 61);
  assert.equal(givenUpAt(50_000, picture, 20), 281, "a million bytes, then a tunnel of four minutes");
  assert.equal(givenUpAt(4_001, 80_000_000), 2_401, "longest of all");
});
