import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";

const kept = join(import.meta.dirname, "../bin/keep-running.mjs");

/** A keeper over a child whose n-th run does `acts[n]` (the last one for ever); counts the runs in a file. */
function keeper(t: TestContext, acts: string[], limits: { withinMs: number; pausesMs: number[] }) {
  const folder = mkdtempSync(join(tmpdir(), "confere-keeper-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const runs = join(folder, "runs");
  writeFileSync(runs, "");
  const child = join(folder, "child.mjs");
  writeFileSync(
    child,
    `import { appendFileSync, readFileSync } from "node:fs";
     const acts = ${JSON.stringify(acts)};
     const n = readFileSync(${JSON.stringify(runs)}, "utf8").length;
     appendFileSync(${JSON.stringify(runs)}, "x");
     eval(acts[Math.min(n, acts.length - 1)]);`,
  );
  const program = `import { keepRunning } from ${JSON.stringify(kept)};
    process.exit(await keepRunning(process.execPath, [${JSON.stringify(child)}], { stdio: "inherit" }, ${JSON.stringify(limits)}));`;
  return { args: ["--input-type=module", "-e", program], runs: () => readFileSync(runs, "utf8").length };
}

const quick = { withinMs: 600_000, pausesMs: [10, 20, 30] };
const crash = "process.exit(70)";
const killed = "process.kill(process.pid, 'SIGKILL')";

test("a server that falls is started again, with pauses, and it is said", (t) => {
  const { args, runs } = keeper(t, [crash, killed, "process.exit(0)"], quick);
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  assert.equal(status, 0);
  assert.equal(runs(), 3);
  assert.match(stderr, /ended with 70; starting it again in 0\.01 s \(1 of 3 within 10 minutes\)/);
  assert.match(stderr, /ended by SIGKILL; starting it again in 0\.02 s \(2 of 3/);
});

test("one that falls again and again is given up", (t) => {
  const { args, runs } = keeper(t, [crash, "process.exit(1)"], quick);
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  assert.equal(status, 1);
  assert.equal(runs(), 4);
  assert.match(stderr, /4 times within 10 minutes: giving up/);
});

test("one that cannot start is not tried again: a person has to read why", (t) => {
  const { args, runs } = keeper(t, ["process.exit(1)"], quick);
  assert.equal(spawnSync(process.execPath, args).status, 1);
  assert.equal(runs(), 1);
});

test("told to stop in the pause, it stops", async (t) => {
  const { args, runs } = keeper(t, [crash], { withinMs: 600_000, pausesMs: [60_000] });
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  await once(child.stderr!, "data");
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  assert.equal(code, 0);
  assert.equal(runs(), 1);
});
