// What `npm run dev` does. The database server is held here, so that a new start finds it running; a build that fails is
// said in esbuild's words, and what was built last goes on.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, watch } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startManagedPostgres } from "../src/platform/postgres/managed-postgres.ts";
import { readConfig } from "../src/platform/settings/config.ts";
import { builder } from "./build.mjs";
import { root } from "./runtime.mjs";

/** An editor saves several files at once, and some files twice. */
const settleMs = 60;
/** A stop that hangs must not hold up the next start: the product stands a kill at any moment. */
const stopWithinMs = 700;
const server = join(root, "build", "server", "main.js");

/** @type {import("node:child_process").ChildProcess | undefined} */
let child;
let stopping = false;
/** @type {number | undefined} Since when a save waits to be served; undefined while what runs is what is on disk. */
let savedAt;

async function stopServer() {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const running = child;
  const ended = new Promise((resolve) => running.once("exit", resolve));
  running.kill("SIGTERM");
  if ((await Promise.race([ended, sleep(stopWithinMs, "late")])) === "late") running.kill("SIGKILL");
  await ended;
}

/** Starts what was built last, and gives it. */
function startServer() {
  const started = spawn(process.execPath, [server], { cwd: root, stdio: "inherit", env: process.env });
  child = started;
  started.once("exit", (code, signal) => {
    if (child === started && !stopping && savedAt === undefined)
      console.error(`The server ended ${signal ? `by ${signal}` : `with ${code}`}; the next save starts it again.`);
  });
  return started;
}

/**
 * Whether a page can be had: answers once it can, or when the server has ended.
 * @param {string} url
 * @param {import("node:child_process").ChildProcess} started
 */
async function answers(url, started) {
  while (child === started && started.exitCode === null && started.signalCode === null) {
    const response = await fetch(new URL("/health", url), {
      signal: AbortSignal.timeout(500),
      headers: { connection: "close" },
    }).catch(() => undefined);
    if (response) return true;
    await sleep(25);
  }
  return false;
}

const quickly = await builder(undefined, { quick: true });

async function buildQuickly() {
  try {
    await quickly.build();
    return true;
  } catch {
    // esbuild has printed what it did not understand, with file and line.
    console.error("Not built: see the lines above. What was built last goes on; the next save tries again.");
    return false;
  }
}

const config = readConfig(process.env);
const url = `http://127.0.0.1:${config.port}`;
mkdirSync(config.dataFolder, { recursive: true });
const database = config.databaseUrl
  ? undefined
  : await startManagedPostgres({ dataFolder: config.dataFolder, environment: process.env, onNotice: console.error });
// What is built here is built for speed: `npm start` builds anew.
rmSync(join(root, "build", "fingerprint"), { force: true });

async function round() {
  while (savedAt !== undefined && !stopping) {
    const since = savedAt;
    if (await buildQuickly()) {
      // A save meanwhile: what was built is old already.
      if (savedAt !== since) continue;
      await stopServer();
      if (stopping) return;
      if (await answers(url, startServer()))
        console.log(`Again after ${((Date.now() - since) / 1000).toFixed(1)} s: ${url}/`);
    }
    if (savedAt === since) savedAt = undefined;
  }
}

let working = Promise.resolve();
/** @type {NodeJS.Timeout | undefined} */
let soon;
/** @param {string} _event @param {string | null} name */
function saved(_event, name) {
  if (!name || /(^|[/\\])\.|~$|\.test\.tsx?$/.test(name)) return;
  clearTimeout(soon);
  soon = setTimeout(() => {
    const idle = savedAt === undefined;
    savedAt = Date.now();
    if (idle) working = working.then(round);
  }, settleMs);
}
const watchers = ["src", "db"].map((folder) => watch(join(root, folder), { recursive: true }, saved));

async function end() {
  if (stopping) return;
  stopping = true;
  for (const one of watchers) one.close();
  await stopServer();
  await working;
  await quickly.end();
  await database?.stop();
  process.exit(0);
}
process.on("SIGINT", end);
process.on("SIGTERM", end);

savedAt = Date.now();
working = working.then(round);
