import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createWorld, type World } from "../../../test/kit/world.ts";
import { type Connection, openClient, openDatabase, sql, transact } from "../database.ts";
import { createLogger } from "../logger.ts";
import { migrate } from "../postgres/migrate.ts";
import type { Context } from "../settings/context.ts";
import { startWorker } from "./job-worker.ts";
import { announce, type DomainJobs, enqueue } from "./jobs.ts";

declare module "./jobs.ts" {
  interface JobPayloads {
    "test.write": { word: string; hang?: boolean };
  }
  interface EventPayloads {
    "test.told": { word: string };
  }
}

/** Writes each word into a table; hangs where told, after it has written (the worst moment to die). */
const write = async (ctx: Context, { word, hang }: { word: string; hang?: boolean }) => {
  await sql`insert into words (word, pid) values (${word}, ${process.pid})`.execute(ctx.db);
  if (hang && process.env["WORKER_HANGS"]) await new Promise(() => {});
  await sleep(5);
};
const domains: DomainJobs = {
  one: { jobs: { "test.write": write }, events: { "test.told": write } },
  two: { events: { "test.told": async (ctx, { word }) => write(ctx, { word: `two ${word}` }) } },
};

// This file is also the worker process that its tests start and kill.
if (process.env["WORKER_CONNECTION"]) {
  const connection = JSON.parse(process.env["WORKER_CONNECTION"]) as Connection;
  const ctx = {
    db: openDatabase(connection),
    clock: { now: () => new Date() },
    log: createLogger({ level: "silent" }),
  };
  const worker = startWorker(ctx as Context, domains);
  process.once("SIGTERM", async () => {
    await worker.stop();
    process.exit(0);
  });
} else {
  tests();
}

function startWorkerProcess(world: World, env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", import.meta.filename], {
    env: { ...process.env, ...env, WORKER_CONNECTION: JSON.stringify(world.connection) },
    stdio: ["ignore", "inherit", "inherit"],
  });
}

async function wordsOf(world: World): Promise<{ word: string; pid: number }[]> {
  const { rows } = await sql<{ word: string; pid: number }>`select word, pid from words order by n`.execute(
    world.ctx.db,
  );
  return rows;
}

async function until(fits: () => Promise<boolean>, withinMs = 40_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await fits()); await sleep(50))
    if (Date.now() > end) throw new Error("it did not happen in time");
}

async function worldWithWords(): Promise<World> {
  const world = await createWorld();
  await sql`create table words (n bigint generated always as identity, word text, pid int)`.execute(world.ctx.db);
  return world;
}

function tests() {
  test("kill -9 in the middle of a job: it runs again elsewhere, once the dead worker's heartbeat is missed", async () => {
    await using world = await worldWithWords();
    const victim = startWorkerProcess(world, { WORKER_HANGS: "1" });
    await transact(world.ctx.db, (tx) => enqueue(tx, "test.write", { word: "precious", hang: true }));
    await until(async () => (await wordsOf(world)).length === 1);
    victim.kill("SIGKILL");
    await once(victim, "exit");
    // The test does not wait for the fifteen seconds of silence: it makes them pass.
    await sql`update pgboss.job set heartbeat_on = heartbeat_on - interval '15 seconds'`.execute(world.ctx.db);
    const heir = startWorker(world.ctx, domains);
    await until(async () => (await sql`select 1 from pgboss.job`.execute(world.ctx.db)).rows.length === 0);
    await heir.stop();
    const words = await wordsOf(world);
    assert.deepEqual(
      words.map(({ word }) => word),
      ["precious", "precious"],
    );
    assert.deepEqual(
      words.map(({ pid }) => pid),
      [victim.pid, process.pid],
    );
  });

  test("two worker processes share the work: each job and each share of an event runs once", async () => {
    await using world = await worldWithWords();
    const workers = [startWorkerProcess(world), startWorkerProcess(world)];
    for (let i = 0; i < 100; i++)
      await transact(world.ctx.db, async (tx) => {
        await enqueue(tx, "test.write", { word: `job ${i}` });
        if (i % 4 === 0) await announce(tx, "test.told", { word: `event ${i}` });
      });
    await until(async () => (await wordsOf(world)).length >= 150);
    await until(async () => (await sql`select 1 from pgboss.job`.execute(world.ctx.db)).rows.length === 0);
    const exits = workers.map((worker) => once(worker, "exit"));
    for (const worker of workers) worker.kill("SIGTERM");
    assert.deepEqual(
      (await Promise.all(exits)).map(([code]) => code),
      [0, 0],
    );
    const words = await wordsOf(world);
    assert.equal(words.length, 150);
    assert.equal(new Set(words.map(({ word }) => word)).size, 150);
    assert.equal(new Set(words.map(({ pid }) => pid)).size, 2, "both worked");
  });

  test("a role without privileges installs the queue, also when several processes start together", async () => {
    await using world = await createWorld();
    const admin = await openClient(world.connection);
    const name = `plain_${process.pid}`;
    await admin.query("drop schema pgboss cascade; drop table schema_migrations, schema_functions");
    await admin.query(`create role ${name} login`);
    try {
      await admin.query(
        `grant create on database ${admin.database} to ${name}; grant create on schema public to ${name}`,
      );
      const plain = { ...world.connection, user: name } as Connection;
      const nothing = { migrations: [], functions: [] };
      await Promise.all([1, 2, 3].map(() => migrate(plain, nothing)));
      await migrate(plain, nothing);
      const { rows } = await admin.query("select name, heartbeat_seconds as beat from pgboss.queue order by 1");
      assert.deepEqual(rows, [
        { name: "confere", beat: 15 },
        { name: "confere.dead", beat: null },
      ]);
    } finally {
      await admin.query(`drop owned by ${name} cascade; drop role ${name}`);
      await admin.end();
    }
  });
}
