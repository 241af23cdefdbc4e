import assert from "node:assert/strict";
import { test } from "node:test";
import { createWorld, type World } from "../../../test/kit/world.ts";
import { sql, transact } from "../database.ts";
import { rosterOf } from "./job-roster.ts";
import { GiveUpError, reportTroubles, rerunJob, withdrawJob } from "./job-troubles.ts";
import { cancelJob, type DomainJobs, type EventPayloads, enqueue } from "./jobs.ts";

declare module "./jobs.ts" {
  interface JobPayloads {
    "test.work": { thingId: string };
  }
}

const raId = "01900000-0000-7000-8000-0000000000aa";

/** A job that does as it is told, and an ear for what is said about it. */
function office() {
  const told: string[] = [];
  const stalled: EventPayloads["job.stalled"][] = [];
  const now: { error: Error | undefined } = { error: new Error("the disk is full") };
  const domains: DomainJobs = {
    one: {
      jobs: {
        "test.work": async () => {
          if (now.error) throw now.error;
          told.push("worked");
        },
      },
      subjects: { thingId: async (_, id) => (id === "known" ? { raId } : undefined) },
    },
    ear: {
      events: {
        "job.stalled": async (_, event) => {
          stalled.push(event);
          told.push(event.givenUp ? `gave up after ${event.attempts}` : `failed ${event.attempts}`);
        },
        "job.settled": async (_, { outcome }) => void told.push(outcome),
      },
    },
  };
  return { told, stalled, now, domains };
}

async function tries(world: World, domains: DomainJobs, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    await world.runJobs(domains, { tolerate: true });
    world.clock.advance({ hours: 3 });
  }
  await world.runJobs(domains, { tolerate: true });
}

const ask = (world: World, thingId = "known") =>
  transact(world.ctx.db, (tx) => enqueue(tx, "test.work", { thingId }, { key: "k" }));

test("the third failure is told, with whose it is and why; that it works at last is told too", async () => {
  await using world = await createWorld();
  const { told, stalled, now, domains } = office();
  await ask(world);
  await tries(world, domains, 1);
  assert.deepEqual(told, []);
  await tries(world, domains, 1);
  assert.deepEqual(told, ["failed 3"]);
  const [first] = stalled;
  assert.deepEqual([first!.name, first!.subject, first!.lastError], ["test.work", { raId }, "Error: the disk is full"]);
  now.error = undefined;
  world.clock.advance({ hours: 3 });
  await world.runJobs(domains);
  assert.deepEqual(told, ["failed 3", "worked", "done"]);
});

test("a job that nobody's id is in is the installation's", async () => {
  await using world = await createWorld();
  const { stalled, domains } = office();
  await ask(world, "stray");
  await tries(world, domains, 3);
  assert.deepEqual(stalled[0]!.subject, {});
});

test("a job whose worker died each time is told by whoever looks next", async () => {
  await using world = await createWorld();
  const { told, domains } = office();
  await ask(world);
  await sql`update pgboss.job set state = 'retry', retry_count = 2, started_on = now(), start_after = now() + interval '1 hour'`.execute(
    world.ctx.db,
  );
  await reportTroubles(world.ctx, rosterOf(domains));
  await reportTroubles(world.ctx, rosterOf(domains));
  await world.runJobs(domains, { tolerate: true });
  assert.deepEqual(told, ["failed 3"]);
});

test("a given-up job is tried again by a person, told anew at its first failure, and settled by its success", async () => {
  await using world = await createWorld();
  const { told, stalled, now, domains } = office();
  now.error = new GiveUpError("no such mailbox");
  await ask(world);
  await world.runJobs(domains, { tolerate: true });
  assert.deepEqual(told, ["gave up after 1"]);
  const { jobId } = stalled[0]!;
  const again = () => transact(world.ctx.db, (tx) => rerunJob(tx, jobId, world.clock.now()));
  assert.equal(await again(), true);
  await world.runJobs(domains, { tolerate: true });
  assert.deepEqual(told, ["gave up after 1", "gave up after 1"]);
  assert.equal(stalled[1]!.jobId, jobId, "it is the same trouble");
  now.error = undefined;
  assert.equal(await again(), true);
  await world.runJobs(domains);
  assert.deepEqual(told.slice(2), ["worked", "done"]);
  assert.equal(await again(), false, "nothing is left of it");
});

test("asked anew, taken back or done by hand: a given-up job is no trouble any more", async () => {
  await using world = await createWorld();
  const { told, stalled, now, domains } = office();
  const giveUp = async () => {
    now.error = new GiveUpError("no");
    await ask(world);
    await world.runJobs(domains, { tolerate: true });
    now.error = undefined;
    told.length = 0;
  };
  await giveUp();
  await ask(world);
  await world.runJobs(domains);
  assert.deepEqual(told.sort(), ["replaced", "worked"]);
  await giveUp();
  await transact(world.ctx.db, (tx) => cancelJob(tx, "test.work", "k"));
  await world.runJobs(domains);
  assert.deepEqual(told, ["withdrawn"]);
  await giveUp();
  const { jobId } = stalled.at(-1)!;
  await transact(world.ctx.db, (tx) => withdrawJob(tx, jobId));
  await world.runJobs(domains);
  assert.deepEqual(told, []);
  assert.equal(await transact(world.ctx.db, (tx) => rerunJob(tx, jobId, world.clock.now())), false);
});
