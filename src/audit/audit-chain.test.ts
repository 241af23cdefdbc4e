import assert from "node:assert/strict";
import { test } from "node:test";
import { createWorld } from "../../test/kit/world.ts";
import { sql, transact, violatedConstraint } from "../platform/database.ts";
import { canonicalJson, genesisHash, verifyChain } from "./audit-chain.ts";
import { listChains, readChain } from "./audit-reads.ts";
import { record } from "./record.ts";

const agent = { kind: "agent", id: "a1", name: "Ana" } as const;

async function worldWithChain() {
  const world = await createWorld();
  const { db, clock } = world.ctx;
  for (const act of ["order.placed", "order.paid", "appointment.booked"]) {
    await transact(db, (tx) =>
      record(tx, { chain: "order:1", act, actor: agent, details: { n: 1, b: null } }, clock.now()),
    );
    world.clock.advance({ minutes: 1 });
  }
  return world;
}

test("canonical JSON does not depend on the order of keys and holds only what the database holds", () => {
  assert.equal(
    canonicalJson({ b: [1, { d: undefined, c: 2 }], a: "x\u0000\ud800" }),
    '{"a":"x\ufffd\ufffd","b":[1,{"c":2}]}',
  );
});

test("entries come back from the database as they were hashed", async () => {
  await using world = await worldWithChain();
  const details = { z: "ação", a: { amount: 19990, at: "2026-11-23T13:00:00.000Z", list: [0.1, 1e21, true] } };
  await transact(world.ctx.db, (tx) =>
    record(tx, { chain: "order:1", act: "order.noted", actor: { kind: "system" }, details }, world.clock.now()),
  );
  const entries = await readChain(world.ctx.db, "order:1");
  assert.deepEqual(
    entries.map((entry) => [entry.seq, entry.act]),
    [
      [1, "order.placed"],
      [2, "order.paid"],
      [3, "appointment.booked"],
      [4, "order.noted"],
    ],
  );
  assert.deepEqual(entries[3]!.details, details);
  assert.deepEqual(verifyChain(entries), { intact: true, entries: 4, head: entries[3]!.hash });
  assert.deepEqual(verifyChain([]), { intact: true, entries: 0, head: genesisHash });
  assert.deepEqual(
    (await listChains(world.ctx.db, "order:")).map(({ chain, entries: count }) => ({ chain, count })),
    [{ chain: "order:1", count: 4 }],
  );
});

test("the database refuses to change, remove or empty", async () => {
  await using world = await worldWithChain();
  for (const statement of [
    sql`update audit_entries set act = 'x'`,
    sql`delete from audit_entries`,
    sql`truncate audit_entries`,
  ])
    await assert.rejects(
      statement.execute(world.ctx.db),
      (error) => violatedConstraint(error) === "audit_entries_append_only",
    );
});

test("a change made past the database's guard is found, and where", async () => {
  await using world = await worldWithChain();
  const { db } = world.ctx;
  await sql`alter table audit_entries disable trigger all`.execute(db);
  const verdict = async () => verifyChain(await readChain(db, "order:1"));

  await sql`update audit_entries set actor = '{"kind":"agent","id":"a2"}' where seq = 2`.execute(db);
  assert.deepEqual(await verdict(), { intact: false, entries: 3, brokenAt: 2, why: "changed" });
  await sql`delete from audit_entries where seq = 2`.execute(db);
  assert.deepEqual(await verdict(), { intact: false, entries: 2, brokenAt: 3, why: "missing" });

  const rest = (await readChain(db, "order:1")).filter((entry) => entry.seq === 1);
  assert.equal(verifyChain(rest).intact, true, "a cut end shows only against a head kept elsewhere");
  assert.deepEqual(
    verifyChain([
      { ...rest[0]!, seq: 1 },
      { ...rest[0]!, seq: 2 },
    ]).intact,
    false,
  );
});

test("twenty writers of one chain wait for each other; a rolled-back act leaves no hole", async () => {
  await using world = await createWorld();
  const { db, clock } = world.ctx;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, i) =>
      transact(db, async (tx) => {
        await record(
          tx,
          { chain: "installation", act: "test.acted", actor: { kind: "system" }, details: { i } },
          clock.now(),
        );
        if (i % 5 === 0) throw new Error("rolled back");
      }),
    ),
  );
  assert.equal(outcomes.filter((outcome) => outcome.status === "rejected").length, 4);
  assert.deepEqual(verifyChain(await readChain(db, "installation")).intact, true);
  assert.equal((await readChain(db, "installation")).length, 16);
});
