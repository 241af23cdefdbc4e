import assert from "node:assert/strict";
import { test } from "node:test";
import { createWorld } from "../../test/world.ts";
import { afterCommit, sql, transact, violatedConstraint } from "./database.ts";

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
