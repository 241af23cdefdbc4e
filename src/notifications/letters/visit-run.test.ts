import assert from "node:assert/strict";
import { test } from "node:test";
import { runOf } from "./visit-run.ts";

const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 10, 24, hour, minute));
const sitting = (id: string, startsAt: Date) => ({ id, startsAt, endsAt: new Date(startsAt.getTime() + 30 * 60_000) });

test("what follows within an hour is one visit; later, another day or alone is its own", () => {
  const all = [sitting("c", at(15)), sitting("a", at(14)), sitting("b", at(14, 30)), sitting("late", at(18))];
  for (const id of ["a", "b", "c"])
    assert.deepEqual(
      runOf(all, id).map((one) => one.id),
      ["a", "b", "c"],
    );
  assert.deepEqual(
    runOf(all, "late").map((one) => one.id),
    ["late"],
  );
  assert.deepEqual(runOf(all, "other"), []);
});
