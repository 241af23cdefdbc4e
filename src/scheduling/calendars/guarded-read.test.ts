import assert from "node:assert/strict";
import { test } from "node:test";
import { calendarLimits } from "./calendar.ts";
import { guardedRead, workedMs } from "./guarded-read.ts";

/** Stands still as on a machine whose processor others have: the wall's clock goes on, the processor's does not. */
const standStill = () =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, calendarLimits.eventMilliseconds * 2);

test("a reading that the machine let wait is asked again, not left out", () => {
  let asked = 0;
  const answer = guardedRead(() => {
    if (asked++ < 2) standStill();
    return "read";
  });
  assert.deepEqual([answer, asked], ["read", 3]);
});

test("one that never ends is ended by what it costs; one that stumbles is not asked again", () => {
  const began = workedMs();
  let asked = 0;
  assert.equal(
    guardedRead(() => {
      asked++;
      for (;;);
    }),
    undefined,
  );
  assert.ok(workedMs() - began < calendarLimits.eventMilliseconds * 3, "bounded");
  const stumbled = guardedRead(() => {
    asked = 100;
    throw new RangeError("no date");
  });
  assert.deepEqual([stumbled, asked], [undefined, 100]);
});
