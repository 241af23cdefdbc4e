import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestDatabase } from "../../test/kit/test-database.ts";
import { createWorld } from "../../test/kit/world.ts";
import { afterCommit, openClient, openDatabase, sql, transact, violatedConstraint } from "./database.ts";

test("two transactions that deadlock both come through", async () => {
  await using world = await createWorld();
  const { db } = world.ctx;
  await sql`create table pots (id int primary key, n int not null)`.execute(db);
  await sql`insert into pots values (1, 0), (2, 0)`.execute(db);
  let runs = 0;
  const add = (first: number, second: number) =>
    transact(db, async (tx) => {
      runs++;
      await sql`update pots set n = n + 1 where id = ${first}`.execute(tx);
      await sql`select pg_sleep(0.1)`.execute(tx);
      await sql`update pots set n = n + 1 where id = ${second}`.execute(tx);
    });
  await Promise.all([add(1, 2), add(2, 1)]);
  const { rows } = await sql`select n from pots order by id`.execute(db);
  assert.deepEqual(rows, [{ n: 2 }, { n: 2 }]);
  assert.ok(runs > 2, "one of them ran again");
});

test("closed, the pool has left the server: whoever stops it next cuts nothing", async () => {
  const { connection, drop } = await createTestDatabase();
  const observer = await openClient(connection);
  try {
    for (let round = 0; round < 5; round++) {
      const db = openDatabase(connection);
      await Promise.all(Array.from({ length: 10 }, () => sql`select pg_sleep(0.02)`.execute(db)));
      await db.destroy();
      const { rows } = await observer.query(`select count(*)::int as n from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`);
      assert.equal(rows[0]?.n, 0);
    }
  } finally {
    await observer.end();
    await drop();
  }
});

test("hooks run after a commit, once, and never after a rollback", async () => {
  await using world = await createWorld();
  const called: string[] = [];
  await transact(world.ctx.db, async (tx) => afterCommit(tx, () => called.push("kept")));
  const failing = transact(world.ctx.db, async (tx) => {
    afterCommit(tx, () => called.push("lost"));
    throw new Error("no");
  });
  await assert.rejects(failing, /no/);
  assert.deepEqual(called, ["kept"]);
});

test("the violated constraint is named; other errors have none", async () => {
  await using world = await createWorld();
  const { db } = world.ctx;
  await sql`create table seats (n int constraint seats_taken unique)`.execute(db);
  await sql`insert into seats values (1)`.execute(db);
  const again = sql`insert into seats values (1)`.execute(db);
  await assert.rejects(again, (error) => violatedConstraint(error) === "seats_taken");
  await assert.rejects(sql`select nonsense`.execute(db), (error) => violatedConstraint(error) === undefined);
});

test("values arrive as the product holds them: days as text, counts as numbers, moments as UTC", async () => {
  await using world = await createWorld();
  const { rows } = await sql`select date '2026-11-23' as day, count(*) as n, timestamptz '2026-11-23 10:00-03' as at,
    current_setting('timezone') as zone from audit_entries`.execute(world.ctx.db);
  assert.deepEqual(rows, [{ day: "2026-11-23", n: 0, at: new Date("2026-11-23T13:00:00Z"), zone: "UTC" }]);
});
