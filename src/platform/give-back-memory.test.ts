import assert from "node:assert/strict";
import { test } from "node:test";
import { getHeapSpaceStatistics } from "node:v8";
import { giveBackMemory } from "./give-back-memory.ts";

const spaceOfTheNew = () => {
  const { space_size } = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")!;
  return space_size / 1_048_576;
};

test("what many new objects made grow is given back", () => {
  const kept: object[] = [];
  for (let made = 0; made < 500_000; made++) kept.push({ made });
  const grown = spaceOfTheNew();
  assert.ok(grown > 8, `${grown} MB: they made nothing grow`);
  assert.equal(kept.length, 500_000);
  giveBackMemory();
  assert.ok(spaceOfTheNew() < 4, `${spaceOfTheNew()} MB of ${grown} MB are kept`);
  assert.equal("gc" in globalThis, false, "nobody else gets hold of it");
});
