import assert from "node:assert/strict";
import { test } from "node:test";
import { fairLine, NotQuickError } from "./fair-line.ts";

/** A line on a clock of the test's: work ends when the clock has passed its length. */
function stage(seats: number) {
  let now = 0;
  const open: { until: number; end: () => void }[] = [];
  const done: string[] = [];
  const line = fairLine(seats, () => now);
  const last = (ms: number) => new Promise<void>((end) => open.push({ until: now + ms, end }));
  const quickMs = 1000;
  const ask = (account: string, name: string, ms: number) =>
    line.turn(account, async (isQuick) => {
      await last(isQuick ? Math.min(ms, quickMs) : ms);
      if (isQuick && ms > quickMs) throw new NotQuickError();
      done.push(name);
      return now;
    });
  const advance = async (ms: number) => {
    for (const end = now + ms; now < end; now += 50) {
      for (const work of open.filter(({ until }) => until <= now)) {
        open.splice(open.indexOf(work), 1);
        work.end();
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { ask, advance, done, now: () => now };
}

test("behind twenty slow files of three strangers, and behind two hundred quick ones, an honest file is next but one", async () => {
  const { ask, advance, now } = stage(2);
  for (let n = 0; n < 20; n++) void ask(`stranger ${n % 3}`, `slow ${n}`, 10_000);
  for (let n = 0; n < 200; n++) void ask(`stranger ${n % 3}`, `quick ${n}`, 300);
  await advance(7_000);
  const came = now();
  const honest = ask("honest", "honest", 400);
  await advance(3_000);
  const waited = (await Promise.race([honest, Promise.resolve(Number.POSITIVE_INFINITY)])) - came;
  assert.ok(waited <= 1_500, `${waited} ms`);
});

test("a file that is not quick goes behind the quick ones, never has the last seat, and comes at last", async () => {
  const { ask, advance, done } = stage(2);
  for (let n = 0; n < 3; n++) void ask("a", `slow ${n}`, 8_000);
  await advance(4_000);
  for (let n = 0; n < 6; n++) void ask("a", `quick ${n}`, 500);
  await advance(4_500);
  assert.deepEqual(done, ["quick 0", "quick 1", "quick 2", "quick 3", "quick 4", "quick 5"]);
  await advance(30_000);
  assert.deepEqual(done.slice(6), ["slow 0", "slow 1", "slow 2"]);
});

test("an honest file that is slow waits for the slow one that runs, not for all that wait", async () => {
  const { ask, advance, done } = stage(2);
  for (let n = 0; n < 9; n++) void ask(`stranger ${n % 3}`, `slow ${n}`, 10_000);
  await advance(12_000);
  void ask("honest", "honest", 3_000);
  await advance(15_000);
  assert.ok(done.indexOf("honest") >= 0 && done.indexOf("honest") <= 1, done.join());
});

test("what fails is told to whoever asked, and the line goes on", async () => {
  const { ask, advance, done } = stage(1);
  const line = fairLine(1);
  await assert.rejects(
    line.turn("a", async () => Promise.reject(new Error("broken"))),
    /broken/,
  );
  assert.equal(await line.turn("a", async () => 7), 7);
  void ask("a", "slow", 5_000);
  await advance(7_000);
  assert.deepEqual(done, ["slow"], "one seat is for both");
});
