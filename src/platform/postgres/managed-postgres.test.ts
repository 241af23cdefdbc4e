import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openClient } from "../database.ts";
import { type ManagedPostgres, startManagedPostgres } from "./managed-postgres.ts";

const top = mkdtempSync(join(tmpdir(), "confere-pg-"));
// The server's account must be able to pass.
chmodSync(top, 0o711);
const dataFolder = join(top, "data");
const holders: ChildProcess[] = [];
const cluster = join(dataFolder, "postgres", "data");
const program = join(import.meta.dirname, "../../../test/programs/postgres-holder.ts");
const asRoot = process.getuid?.() === 0;
const start = (folder = dataFolder) => startManagedPostgres({ dataFolder: folder, environment: process.env });

after(() => {
  for (const child of holders) child.kill("SIGKILL");
  rmSync(top, { recursive: true, force: true });
});

function holder(mode: string): ChildProcess & { said: () => string } {
  const child = spawn(process.execPath, ["--import", "tsx", program, dataFolder, mode], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  holders.push(child);
  let text = "";
  child.stdout.on("data", (data) => (text += data));
  return Object.assign(child, { said: () => text });
}

async function until(condition: () => boolean, ms = 30_000) {
  for (const end = Date.now() + ms; !condition(); await sleep(10))
    if (Date.now() > end) throw new Error("waited in vain");
}

const postmasterPid = () => Number(readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n")[0]);

async function query(postgres: ManagedPostgres, text: string) {
  const client = await openClient(postgres.connection());
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

function kill(pid: number) {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Every process of the server: backends first would be noticed by the postmaster, so it goes first. */
function killServer() {
  const parent = postmasterPid();
  const isChild = (pid: string) =>
    existsSync(`/proc/${pid}/stat`) && readFileSync(`/proc/${pid}/stat`, "utf8").split(" ")[3] === String(parent);
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && isChild(name));
  for (const pid of [parent, ...children.map(Number)]) kill(pid);
}

test("first starts at once share one server; the last to leave stops it", async () => {
  const [first, second] = await Promise.all([start(), start()]);
  assert.deepEqual(await query(first, "select 1 as n"), [{ n: 1 }]);
  const pid = postmasterPid();
  await first.stop();
  assert.deepEqual(await query(second, "select 2 as n"), [{ n: 2 }]);
  assert.equal(postmasterPid(), pid);
  await second.stop();
  assert.equal(existsSync(join(cluster, "postmaster.pid")), false);
  assert.deepEqual(readdirSync(join(dataFolder, "postgres")).sort(), ["data", "postgres.log", "socket"]);
});

test("the server listens on no network, only in a folder closed to others", async () => {
  const postgres = await start();
  assert.deepEqual(await query(postgres, "show listen_addresses"), [{ listen_addresses: "" }]);
  await postgres.stop();
});

test("kill -9 of the parent, of the server, and of both: nothing acknowledged is lost, the next start works", async () => {
  for (const round of ["parent", "both", "server", "parent", "both"] as const) {
    const child = holder("write");
    await until(() => child.said().split("\n").length > 20);
    if (round !== "parent") killServer();
    if (round !== "server") kill(child.pid!);
    if (round === "server") await sleep(300).then(() => kill(child.pid!));
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    const acknowledged = child.said().split("\n").slice(0, -1).map(Number);
    const postgres = await start();
    const kept = new Set((await query(postgres, "select n from rows")).map((row) => row.n));
    assert.deepEqual(
      acknowledged.filter((n) => !kept.has(n)),
      [],
      round,
    );
    await postgres.stop();
  }
});

test("a server left by a killed parent is adopted, not doubled, and stopped by its new owner", async () => {
  const child = holder("once");
  await until(() => child.said().includes("ready"));
  const pid = postmasterPid();
  kill(child.pid!);
  await once(child, "exit");
  const postgres = await start();
  assert.equal(postmasterPid(), pid);
  await postgres.stop();
  assert.equal(existsSync(`/proc/${pid}/exe`), false);
  assert.equal(existsSync(join(cluster, "postmaster.pid")), false);
});

test("a server that dies under a living parent is started again", async () => {
  const postgres = await start();
  const pid = postmasterPid();
  killServer();
  await until(() => existsSync(join(cluster, "postmaster.pid")) && postmasterPid() !== pid);
  for (let tries = 0; ; tries++) {
    try {
      assert.deepEqual(await query(postgres, "select 3 as n"), [{ n: 3 }]);
      break;
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(50);
    }
  }
  await postgres.stop();
});

test("a pid file that names a stranger's process, and a cluster half-made, do not stop a start", async () => {
  writeFileSync(join(cluster, "postmaster.pid"), `${process.pid}\n${cluster}\n1\n5432\n/nowhere\n\n`);
  const postgres = await start();
  assert.deepEqual(await query(postgres, "select 4 as n"), [{ n: 4 }]);
  await postgres.stop();

  const half = join(top, "half");
  mkdirSync(join(half, "postgres", "draft-1-1", "base"), { recursive: true });
  const fresh = await start(half);
  assert.deepEqual(await query(fresh, "select 5 as n"), [{ n: 5 }]);
  await fresh.stop();
});

test("a path too long for a socket gets a short private folder for it", async () => {
  const long = join(top, "x".repeat(120));
  const postgres = await start(long);
  const { host } = postgres.connection() as { host: string };
  assert.ok(host.length < 90 && !host.startsWith(long));
  await postgres.stop();
  rmSync(host, { recursive: true });
});

test("as root, a data folder that somebody made closed is opened for passing through, no more", {
  skip: !asRoot && "needs root",
}, async () => {
  const folder = join(top, "made-closed");
  mkdirSync(folder, { mode: 0o700 });
  const postgres = await start(folder);
  assert.equal(statSync(folder).mode & 0o777, 0o711);
  assert.equal(statSync(join(folder, "postgres")).mode & 0o777, 0o700);
  assert.equal(existsSync(join(folder, "postgres-folder")), false);
  await postgres.stop();
});

test("as root, below a closed folder: a place the server's account can enter, found again by the next start", {
  skip: !asRoot && "needs root",
}, async () => {
  const closed = join(top, "closed");
  mkdirSync(closed, { mode: 0o700 });
  const folder = join(closed, "data");
  const first = await start(folder);
  await query(first, "create table kept (n int)");
  await first.stop();
  const home = readFileSync(join(folder, "postgres-folder"), "utf8").trim();
  const second = await start(folder);
  assert.deepEqual(await query(second, "select count(*)::int as n from kept"), [{ n: 0 }]);
  await second.stop();
  assert.ok(home.startsWith("/") && !home.startsWith(closed));
  rmSync(home, { recursive: true });
});
