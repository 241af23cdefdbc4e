import assert from "node:assert/strict";
import { test } from "node:test";
import { raceAgenda } from "../../kit/agenda-race.ts";

test("2,000 racing acts while processes and the database are killed: nothing sold twice, nothing acknowledged lost", async () => {
  const result = await raceAgenda({ tries: 2000, kills: 6 });
  assert.deepEqual([result.lost, result.faults], [[], []]);
  assert.deepEqual(result.kills, { server: 3, database: 3 });
  assert.ok(result.tries >= 2000 && result.done > 400 && result.refused > 100, JSON.stringify(result));
});
