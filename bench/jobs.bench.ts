import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase, sql, transact } from "../src/platform/database.ts";
import { startWorker } from "../src/platform/jobs/job-worker.ts";
import { type DomainJobs, enqueue } from "../src/platform/jobs/jobs.ts";
import { createLogger } from "../src/platform/logger.ts";
import type { Context } from "../src/platform/settings/context.ts";
import { startBenchDatabase } from "./bench-database.ts";
import { compare, median } from "./measure.ts";
import { cpuOfTree } from "./process-cost.ts";

declare module "../src/platform/jobs/jobs.ts" {
  interface JobPayloads {
    "bench.tick": { n: number };
  }
}

const jobsPerRound = 300;

/** What a job costs beside the bare row it is, and how long it waits after the commit. */
export async function* bench() {
  const database = await startBenchDatabase();
  const db = openDatabase(database.connection);
  const log = createLogger({ level: "error" });
  const ctx = { db, log, clock: { now: () => new Date() } } as Context;
  await sql`create table bench_rows (id bigint generated always as identity primary key, payload jsonb)`.execute(db);
  let ended = 0;
  let wake = () => {};
  const domains: DomainJobs = {
    bench: {
      jobs: {
        "bench.tick": async () => {
          ended++;
          wake();
        },
      },
    },
  };

  /** CPU of this process and of the database server, in microseconds for each of `count` operations. */
  const cpuEach = async (count: number, work: () => Promise<void>): Promise<number> => {
    const before = cpuOfTree(process.pid) + cpuOfTree(database.pid);
    await work();
    return (cpuOfTree(process.pid) + cpuOfTree(database.pid) - before) / count;
  };
  const bareRow = async (n: number) => {
    const id = await transact(db, async (tx) => {
      const payload = JSON.stringify({ n });
      const { rows } = await sql<{
        id: number;
      }>`insert into bench_rows (payload) values (${payload}) returning id`.execute(tx);
      return rows[0]!.id;
    });
    await sql`delete from bench_rows where id = ${id}`.execute(db);
  };
  const job = (n: number) => transact(db, (tx) => enqueue(tx, "bench.tick", { n }));

  const worker = startWorker(ctx, domains);
  await sleep(500);
  const each = async (work: (n: number) => Promise<void>) => {
    for (let n = 0; n < jobsPerRound; n++) await work(n);
  };
  yield await compare(
    "CPU of a job, from its transaction to its end, against insert and delete of a bare row",
    "us",
    {
      ours: () =>
        cpuEach(jobsPerRound, async () => {
          const goal = ended + jobsPerRound;
          await each(job);
          while (ended < goal) await sleep(1);
        }),
      floor: () => cpuEach(jobsPerRound, () => each(bareRow)),
    },
    { atMost: 5 },
  );

  const waitOfJob = async () => {
    const began = performance.now();
    const run = new Promise<void>((resolve) => (wake = resolve));
    await job(0);
    await run;
    return performance.now() - began;
  };
  const waitOfRow = async () => {
    const began = performance.now();
    await bareRow(0);
    return performance.now() - began;
  };
  const medianOf = async (measure: () => Promise<number>) => {
    const waits: number[] = [];
    for (let i = 0; i < 31; i++) {
      waits.push(await measure());
      await sleep(3);
    }
    return median(waits);
  };
  yield await compare(
    "wait from the transaction's begin to the job's begin, against insert and delete of a bare row",
    "ms",
    { ours: () => medianOf(waitOfJob), floor: () => medianOf(waitOfRow) },
    { atMost: 4 },
  );

  await worker.stop();
  await db.destroy();
  await database.stop();
}
