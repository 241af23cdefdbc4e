import assert from "node:assert/strict";
import { test } from "node:test";
import { goodForMs, type ListedKind, listFault, listIsDue } from "./crl-state.ts";

const now = new Date("2026-11-29T12:00:00Z");
const at = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const listOf = (kind: ListedKind, minutes: number, entries = 0) => {
  const thisUpdate = at(minutes);
  return { thisUpdate, nextUpdate: new Date(thisUpdate.getTime() + goodForMs[kind]), entries };
};

test("the newest list has begun and has more than four hours left, or it is a fault", () => {
  assert.equal(listFault(undefined, now), "missing");
  assert.equal(listFault(listOf("issuing", 1), now), "from-the-future");
  assert.equal(listFault(listOf("issuing", 0), now), undefined);
  assert.equal(listFault(listOf("issuing", -119), now), undefined);
  assert.equal(listFault(listOf("issuing", -120), now), "runs-out");
  assert.equal(listFault(listOf("issuing", -600), now), "runs-out");
  assert.equal(listFault(listOf("root", -24 * 60), now), undefined);
});

test("a list is due for a fault, for a serial that it lacks, and by its age; one of any other state is not", () => {
  assert.ok(listIsDue("issuing", undefined, 0, now));
  assert.ok(listIsDue("issuing", listOf("issuing", 3 * 24 * 60), 0, now), "of a clock that was put right");
  assert.ok(listIsDue("issuing", listOf("issuing", -1, 2), 3, now));
  assert.ok(!listIsDue("issuing", listOf("issuing", -59, 3), 3, now));
  assert.ok(listIsDue("issuing", listOf("issuing", -60, 3), 3, now));
  assert.ok(!listIsDue("root", listOf("root", -60), 0, now));
  assert.ok(listIsDue("root", listOf("root", -24 * 60), 0, now));
});
