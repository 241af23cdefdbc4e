import assert from "node:assert/strict";
import { test } from "node:test";
import { nextAskAt, settledWithinMs } from "./charge.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 13) + minutes * 60_000);

test("the provider is asked at twice the age each time, and once after the charge expired", () => {
  const charge = { createdAt: at(0), expiresAt: at(60) };
  const asks: number[] = [];
  for (let ask = nextAskAt(charge, at(0)); ask; ask = nextAskAt(charge, ask))
    asks.push((ask.getTime() - at(0).getTime()) / 60_000);
  assert.deepEqual(asks, [2, 4, 8, 16, 32, 60 + settledWithinMs / 60_000]);
});

test("an answer that came late skips what is past, and after the end there is no question", () => {
  const charge = { createdAt: at(0), expiresAt: at(60) };
  assert.deepEqual(nextAskAt(charge, at(9)), at(16));
  assert.deepEqual(nextAskAt(charge, at(59)), new Date(at(60).getTime() + settledWithinMs));
  assert.equal(nextAskAt(charge, at(60)), undefined);
});
