import assert from "node:assert/strict";
import { test } from "node:test";
import { isId, newId } from "./ids.ts";

test("ids of one moment sort by creation, also where another clock is asked in between", () => {
  const frozen = Date.parse("2026-11-25T12:00:00Z");
  for (let round = 0; round < 50; round++) {
    const ids: string[] = [];
    for (let n = 0; n < 20; n++) {
      ids.push(newId(frozen + round));
      for (let other = 0; other < 20; other++) newId(Date.now() + 1000 * n + other);
    }
    assert.deepEqual(ids, [...ids].sort());
    assert.ok(ids.every(isId));
  }
});
