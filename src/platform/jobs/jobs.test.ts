import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createWorld } from "../../../test/kit/world.ts";
import { sql, transact } from "../database.ts";
import { createLogger } from "../logger.ts";
import { runDueJobs, startWorker } from "./job-worker.ts";
import { announce, cancelJob, type DomainJobs, enqueue } from "./jobs.ts";

declare module "./jobs.ts" {
  interface JobPayloads {
    "test.note": { word: string };
  }
  interface EventPayloads {
    "test.happened": { word: string };
  }
}

/** Two domains that write down what they are given. */
function notebook(fail: (word: string) => boolean = () => false): { words: string[]; domains: DomainJobs } {
  const words: string[] = [];
  const note = async (_: unknown, { word }: { word: string }) => {
    words.push(word);
    if (fail(word)) throw new Error(`cannot write ${word}`);
  };
  const domains: DomainJobs = {
    first: { jobs: { "test.note": note }, events: { "test.happened": note } },
    second: { events: { "test.happened": async (ctx, { word }) => note(ctx, { word: `second ${word}` }) } },
  };
  return { words, domains };
}

test("a job exists exactly if its transaction commits", async () => {
  await using world = await createWorld();
  const { words, domains } = notebook();
  await assert.rejects(
    transact(world.ctx.db, async (tx) => {
      await enqueue(tx, "test.note", { word: "never" });
      throw new Error("changed my mind");
    }),
    /changed my mind/,
  );
  await transact(world.ctx.db, (tx) => enqueue(tx, "test.note", { word: "kept" }));
  await world.runJobs(domains);
  assert.deepEqual(words, ["kept"]);
});

test("a timed job waits for its hour, and jobs run in the order of their hours", async () => {
  await using world = await createWorld();
  const { words, domains } = notebook();
  await transact(world.ctx.db, async (tx) => {
    await enqueue(tx, "test.note", { word: "later" }, { startAt: new Date("2026-11-23T15:00:00Z") });
    await enqueue(tx, "test.note", { word: "soon" }, { startAt: new Date("2026-11-23T14:00:00Z") });
  });
  await world.runJobs(domains);
  assert.deepEqual(words, []);
  world.clock.advance({ hours: 3 });
  await world.runJobs(domains);
  assert.deepEqual(words, ["soon", "later"]);
});

test("the same key replaces the pending job, in hour and payload; cancelling takes it back", async () => {
  await using world = await createWorld();
  const { words, domains } = notebook();
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 23, hour));
  await transact(world.ctx.db, async (tx) => {
    await enqueue(tx, "test.note", { word: "old" }, { key: "a", startAt: at(14) });
    await enqueue(tx, "test.note", { word: "other" }, { key: "b", startAt: at(14) });
    await enqueue(tx, "test.note", { word: "gone" }, { key: "c", startAt: at(14) });
  });
  await transact(world.ctx.db, async (tx) => {
    await enqueue(tx, "test.note", { word: "new" }, { key: "a", startAt: at(16) });
    await cancelJob(tx, "test.note", "c");
  });
  await runDueJobs(world.ctx, domains, at(15));
  assert.deepEqual(words, ["other"]);
  await runDueJobs(world.ctx, domains, at(17));
  assert.deepEqual(words, ["other", "new"]);
});

test("an event reaches each listener once; one that fails is retried alone, later", async () => {
  await using world = await createWorld();
  let broken = true;
  const { words, domains } = notebook((word) => broken && word.startsWith("second"));
  await transact(world.ctx.db, (tx) => announce(tx, "test.happened", { word: "news" }));
  await assert.rejects(world.runJobs(domains), /cannot write second news/);
  assert.deepEqual(words, ["news", "second news"]);
  broken = false;
  await world.runJobs(domains);
  assert.deepEqual(words, ["news", "second news"], "not before its pause is over");
  world.clock.advance({ seconds: 5 });
  await world.runJobs(domains);
  assert.deepEqual(words, ["news", "second news", "second news"]);
  assert.equal((await sql`select 1 from pgboss.job`.execute(world.ctx.db)).rows.length, 0);
});

test("a job that never works is given up after twelve tries, kept in the dead queue and logged once", async () => {
  const lines: { level: string; msg: string; job?: string }[] = [];
  const log = createLogger({ level: "warn", destination: { write: (line) => void lines.push(JSON.parse(line)) } });
  await using world = await createWorld({ log });
  const { words, domains } = notebook(() => true);
  await transact(world.ctx.db, (tx) => enqueue(tx, "test.note", { word: "bad" }, { key: "k" }));
  for (let i = 0; i < 20; i++) {
    await world.runJobs(domains, { tolerate: true });
    world.clock.advance({ hours: 3 });
  }
  assert.equal(words.length, 12);
  const { rows } = await sql`select data->>'name' as job, data->'payload' as payload, source_output->>'message' as error
    from pgboss.job where name = 'confere.dead'`.execute(world.ctx.db);
  assert.deepEqual(rows, [{ job: "test.note", payload: { word: "bad" }, error: "Error: cannot write bad" }]);
  assert.deepEqual(
    lines.filter((line) => line.level === "error").map((line) => [line.msg, line.job]),
    [["job given up", "test.note"]],
  );
});

test("the pauses between tries grow, from seconds to about half an hour", async () => {
  await using world = await createWorld();
  const { domains } = notebook(() => true);
  await transact(world.ctx.db, (tx) => enqueue(tx, "test.note", { word: "bad" }));
  const pauses: number[] = [];
  for (let i = 0; i < 11; i++) {
    await world.runJobs(domains, { tolerate: true });
    const now = world.clock.now();
    const { rows } = await sql<{ next: Date }>`select start_after as next from pgboss.job`.execute(world.ctx.db);
    pauses.push((rows[0]!.next.getTime() - now.getTime()) / 1000);
    world.clock.set(new Date(rows[0]!.next.getTime() + 1));
  }
  pauses.forEach((pause, i) => {
    assert.ok(pause > 2 ** (i + 1) - 1 && pause < 2 ** (i + 2) + 1, `pause ${i + 1} is ${pause} s`);
  });
});

test("a failed job gives way to a newer one of its key that came while it ran", async () => {
  await using world = await createWorld();
  const words: string[] = [];
  const domains: DomainJobs = {
    first: {
      jobs: {
        "test.note": async (ctx, { word }) => {
          words.push(word);
          if (word !== "first") return;
          await transact(ctx.db, (tx) => enqueue(tx, "test.note", { word: "newer" }, { key: "k" }));
          throw new Error("too late");
        },
      },
    },
  };
  await transact(world.ctx.db, (tx) => enqueue(tx, "test.note", { word: "first" }, { key: "k" }));
  await world.runJobs(domains, { tolerate: true });
  world.clock.advance({ hours: 1 });
  await world.runJobs(domains);
  assert.deepEqual(words, ["first", "newer"]);
});

test("two transactions that set the same key at once leave one job, the later one", async () => {
  await using world = await createWorld();
  const { words, domains } = notebook();
  const startAt = new Date("2026-11-23T14:00:00Z");
  for (let round = 0; round < 10; round++) {
    const set = (word: string) =>
      transact(world.ctx.db, (tx) => enqueue(tx, "test.note", { word }, { key: `k${round}`, startAt }));
    await Promise.all([set("a"), set("b"), set("c")]);
  }
  world.clock.advance({ hours: 2 });
  await world.runJobs(domains);
  assert.equal(words.length, 10);
});

test("an event nobody hears leaves; a job nobody knows waits", async () => {
  await using world = await createWorld();
  await transact(world.ctx.db, async (tx) => {
    await announce(tx, "test.happened", { word: "news" });
    await enqueue(tx, "test.note", { word: "unknown" });
  });
  await runDueJobs(world.ctx, {}, world.clock.now());
  const { rows } = await sql`select data->>'name' as name from pgboss.job`.execute(world.ctx.db);
  assert.deepEqual(rows, [{ name: "test.note" }]);
});

test("the worker starts at the commit, not at the next poll", async () => {
  await using world = await createWorld();
  const { words, domains } = notebook();
  const worker = startWorker(world.ctx, domains);
  await sleep(300);
  const waits: number[] = [];
  for (let i = 0; i < 9; i++) {
    const began = performance.now();
    await transact(world.ctx.db, (tx) => enqueue(tx, "test.note", { word: "now" }));
    while (words.length === i) await sleep(1);
    waits.push(performance.now() - began);
    await sleep(20);
  }
  await worker.stop();
  const median = waits.sort((a, b) => a - b)[4]!;
  assert.ok(median < 200, `median wait ${median} ms; the poll alone would give about 500`);
});

test("one slow job holds up no other; six run at once; stop waits for what runs", async () => {
  await using world = await createWorld();
  let now = 0;
  let most = 0;
  const ended: string[] = [];
  const domains: DomainJobs = {
    first: {
      jobs: {
        "test.note": async (_, { word }) => {
          most = Math.max(most, ++now);
          await sleep(word === "slow" ? 1_500 : 30);
          now--;
          ended.push(word);
        },
      },
    },
  };
  await transact(world.ctx.db, async (tx) => {
    await enqueue(tx, "test.note", { word: "slow" });
    for (let i = 0; i < 20; i++) await enqueue(tx, "test.note", { word: "quick" });
  });
  const worker = startWorker(world.ctx, domains);
  while (ended.length < 20) await sleep(10);
  assert.ok(!ended.includes("slow"));
  assert.equal(most, 6);
  await worker.stop();
  assert.equal(ended.at(-1), "slow");
  const { rows } = await sql`select 1 from pgboss.job`.execute(world.ctx.db);
  assert.equal(rows.length, 0);
});

test("a job whose hour has come only by the database's clock waits on for its own, and costs no attempt", async () => {
  await using world = await createWorld();
  const { words, domains } = notebook();
  // The database's clock, ahead of ours.
  const { rows } = await sql<{ now: Date }>`select now()`.execute(world.ctx.db);
  world.clock.set(new Date(rows[0]!.now.getTime() - 86_400_000));
  const early = { startAt: new Date(world.clock.now().getTime() + 1500), key: "a" };
  await transact(world.ctx.db, (tx) => enqueue(tx, "test.note", { word: "early" }, early));
  const worker = startWorker(world.ctx, domains);
  const stateOf = async () =>
    (
      await sql<{ state: string; tries: number }>`select state, retry_count as tries from pgboss.job`.execute(
        world.ctx.db,
      )
    ).rows[0];
  while ((await stateOf())?.state !== "retry") await sleep(20);
  assert.deepEqual([words, (await stateOf())?.tries], [[], 0]);
  world.clock.advance({ seconds: 2 });
  while ((await stateOf()) !== undefined) await sleep(50);
  await worker.stop();
  assert.deepEqual(words, ["early"]);
});

test("after the database's clock has jumped back, what was to run at once runs; what has an hour keeps it", async () => {
  await using world = await createWorld();
  const { words, domains } = notebook();
  const { rows } = await sql<{ now: Date }>`select now()`.execute(world.ctx.db);
  world.clock.set(rows[0]!.now);
  await transact(world.ctx.db, async (tx) => {
    await enqueue(tx, "test.note", { word: "at once" });
    await enqueue(tx, "test.note", { word: "retried" });
    await enqueue(tx, "test.note", { word: "tomorrow" }, { startAt: new Date(rows[0]!.now.getTime() + 86_400_000) });
  });
  await sql`update pgboss.job set start_after = start_after + interval '1 day',
    state = case when data->'payload'->>'word' = 'retried' then 'retry'::pgboss.job_state else state end
    where data->'startAt' is null`.execute(world.ctx.db);
  const worker = startWorker(world.ctx, domains);
  while (words.length < 2) await sleep(20);
  await sleep(300);
  await worker.stop();
  assert.deepEqual(words.sort(), ["at once", "retried"]);
});
