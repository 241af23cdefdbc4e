import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { certificateSites, freePort } from "../../browser/kit/product.ts";

const root = join(import.meta.dirname, "../../..");

/** As a person or a service manager starts it: npm, the starter, the server and its workers in one process group. */
async function startInGroup(t: TestContext, isEarly = false) {
  const folder = mkdtempSync(join(tmpdir(), "confere-signals-"));
  const ports = { PORT: String(await freePort()), SMTP_IN_PORT: String(await freePort()) };
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, CONFERE_DATA: folder, CONFERE_DEMO: "0", CERTIFICATE_SITES: certificateSites, ...ports };
  const child = spawn("npm", ["start", "--silent"], {
    cwd: root,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (chunk) => (output += String(chunk)));
  t.after(() => {
    for (const line of belongingTo(folder)) process.kill(Number.parseInt(line, 10), "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  // The database is being made: the longest part of a first start.
  const begun = () => (isEarly ? existsSync(join(folder, "postgres")) : /^ready$/m.test(output));
  for (const deadline = Date.now() + 90_000; !begun(); await sleep(isEarly ? 5 : 50))
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`did not start:\n${output}`);
  return { child, folder, output: () => output };
}

/** Command lines of the processes that work on this data folder: server, media workers, PostgreSQL and its own. */
function belongingTo(folder: string): string[] {
  const found: string[] = [];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      if (`${command}${readFileSync(`/proc/${pid}/environ`, "utf8")}`.includes(folder)) found.push(`${pid} ${command}`);
    } catch {
      // Ended between the list and the look.
    }
  }
  return found;
}

async function everythingEnds(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  // npm may leave before those that it started.
  for (const deadline = Date.now() + 12_000; belongingTo(folder).length > 0 && Date.now() < deadline; ) await sleep(50);
  assert.deepEqual(belongingTo(folder), []);
}

function logOf(folder: string): string {
  const found = readdirSync(folder, { recursive: true })
    .map(String)
    .find((path) => /postgres[^/]*\.log$|server\.log$/.test(path));
  assert.ok(found, readdirSync(folder, { recursive: true }).slice(0, 40).join("\n"));
  return readFileSync(join(folder, found), "utf8");
}

const serverOf = (folder: string) =>
  Number.parseInt(belongingTo(folder).find((line) => /build\/server\/main\.js/.test(line)) ?? "", 10);

/** Everything may have ended before the last press: then nobody hears it. */
function pressAgain(group: number): void {
  try {
    process.kill(-group, "SIGINT");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

const ways: [string, (child: ChildProcess, folder: string) => void][] = [
  ["Ctrl-C in a terminal (SIGINT to the group)", (child) => process.kill(-child.pid!, "SIGINT")],
  ["a service manager (SIGTERM to the group)", (child) => process.kill(-child.pid!, "SIGTERM")],
  ["SIGTERM to npm alone", (child) => child.kill("SIGTERM")],
  ["SIGTERM to the server alone", (_, folder) => process.kill(serverOf(folder), "SIGTERM")],
  [
    "an impatient Ctrl-C, three times",
    (child) => {
      for (const after of [0, 100, 400]) setTimeout(() => pressAgain(child.pid!), after);
    },
  ],
];
for (const [name, signal] of ways)
  test(`${name} closes everything once, the database too`, { timeout: 150_000 }, async (t) => {
    const { child, folder, output } = await startInGroup(t);
    assert.ok(belongingTo(folder).some((line) => /postgres/.test(line)));
    signal(child, folder);
    await everythingEnds(child, folder);
    assert.doesNotMatch(output(), /closing |Error/);
    const log = logOf(folder);
    assert.equal(log.match(/received fast shutdown request/g)?.length, 1, log);
    assert.equal(log.match(/database system is shut down/g)?.length, 1, log);
  });

test("a server that was killed is there again by itself, and a stop then ends everything", {
  timeout: 150_000,
}, async (t) => {
  const { child, folder, output } = await startInGroup(t);
  const first = serverOf(folder);
  process.kill(first, "SIGKILL");
  for (const deadline = Date.now() + 60_000; output().match(/^ready$/gm)?.length !== 2; await sleep(50))
    if (Date.now() > deadline) throw new Error(`did not come back:\n${output()}`);
  assert.match(output(), /The server ended by SIGKILL; starting it again in 1 s \(1 of 5 within 10 minutes\)\./);
  assert.notEqual(serverOf(folder), first);
  process.kill(-child.pid!, "SIGTERM");
  await everythingEnds(child, folder);
});

test("Ctrl-C while it starts leaves nothing running", { timeout: 150_000 }, async (t) => {
  const { child, folder } = await startInGroup(t, true);
  process.kill(-child.pid!, "SIGINT");
  await everythingEnds(child, folder);
});
