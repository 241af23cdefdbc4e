import assert from "node:assert/strict";
import { test } from "node:test";
import { ThinLine } from "./thin-line.ts";

/** Seconds after the first at which the mode changed. */
function changes(line: ThinLine, from: number, seconds: number[], calm = true): number[] {
  return seconds.flatMap((kbps, second) => (line.note({ kbps, calm }, (from + second) * 1000) ? [second] : []));
}
const many = (count: number, kbps: number) => Array<number>(count).fill(kbps);

test("thin after ten seconds under 150 kbit/s, not for a dip; tried again after ten calm seconds", () => {
  const line = new ThinLine();
  assert.deepEqual(changes(line, 0, [...many(9, 100), 300, ...many(9, 100), 300]), []);
  assert.deepEqual(changes(line, 100, many(11, 100)), [10]);
  assert.equal(line.isThin, true);
  assert.deepEqual(changes(line, 200, many(30, 500), false), [], "a line that loses is not tried");
  assert.deepEqual(changes(line, 300, many(11, 60)), [10], "what little is sent says nothing of its width");
  assert.equal(line.isThin, false);
});

test("a line that falls again within a minute must be calm for twice as long each time", () => {
  const line = new ThinLine();
  changes(line, 0, many(11, 50));
  assert.deepEqual(changes(line, 20, many(11, 60)), [10]);
  changes(line, 40, many(11, 50));
  assert.deepEqual(changes(line, 60, many(21, 60)), [20]);
  changes(line, 200, many(11, 50));
  assert.deepEqual(changes(line, 220, many(11, 60)), [10], "after a good minute it is forgiven");
});
