import assert from "node:assert/strict";
import { test } from "node:test";
import { anySeed, fuzz } from "./fuzz/fuzz-part.ts";
import { fuzzParts } from "./fuzz/fuzz-parts.ts";

/** As `npm run fuzz`, for some seconds: enough to see what breaks at once. */
for (const part of fuzzParts)
  test(`${part.name}: made inputs are stood`, { timeout: 60_000 }, async (t) => {
    const seed = anySeed();
    t.diagnostic(`from seed ${seed}: npm run fuzz -- ${part.name} --seed ${seed}`);
    const { inputs, wrong } = await fuzz(part, seed, { inputs: 150, seconds: 5 });
    assert.ok(inputs > 0);
    assert.deepEqual(wrong, []);
  });
