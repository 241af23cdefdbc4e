import type { Clock, ConstructorOptions, PgBoss } from "pg-boss";
import bossPackage from "pg-boss/package.json" with { type: "json" };
import { type Client, type PlainSql, plainSql, type Reader } from "../database.ts";
import { sha256Hex } from "../ids.ts";

/** Every job of every domain is in this one queue; what it is stands in its data. */
export const jobQueue = "confere";
/** Copies of jobs that were given up. They stay a year; `rerunJob` sends them back to work. */
export const deadQueue = "confere.dead";

/** A worker that says nothing for so long is taken for dead, and its jobs are given to another. */
export const heartbeatSeconds = 15;
const maxAttempts = 12;

const year = 365 * 24 * 3600;
const queueOptions = {
  // Pauses of 2 to 4 s, 4 to 8 s … about an hour and a half in all.
  retryLimit: maxAttempts - 1,
  retryDelay: 2,
  retryBackoff: true,
  heartbeatSeconds,
  // A handler that takes so long hangs.
  expireInSeconds: 3600,
  // Counted from the hour a job is for.
  retentionSeconds: year,
  deadLetter: deadQueue,
};

/**
 * What a stored job is. `startAt` (ISO 8601) is its hour by the clock of whoever asked for it; `trouble` is the id of the
 * given-up job that a person had tried again with this one; `told` counts the failures a person knows of.
 */
export type JobData = {
  name: string;
  payload: unknown;
  startAt?: string;
  key?: string;
  trouble?: string;
  told?: number;
};

const bare: ConstructorOptions = {
  schema: "pgboss",
  migrate: false,
  supervise: false,
  schedule: false,
  registerInstance: false,
  openTelemetry: { enabled: false },
};

/**
 * Makes or upgrades pg-boss's own tables and our queues, unless this very plan was carried out before (its fingerprint is
 * the comment on the schema). Part of `migrate`, under its lock; needs no superuser.
 */
export async function installJobQueue(client: Client): Promise<void> {
  const plan = sha256Hex(jobQueuePlan());
  const done = "select obj_description(to_regnamespace('pgboss')::oid, 'pg_namespace') as plan";
  if ((await client.query<{ plan: string | null }>(done)).rows[0]?.plan === plan) return;
  const { PgBoss } = await import("pg-boss");
  const boss = new PgBoss({ ...bare, migrate: true, db: plainSql(client) });
  const complaints: unknown[] = [];
  boss.on("error", (error) => complaints.push(error));
  await boss.start();
  try {
    await boss.createQueue(deadQueue, { retentionSeconds: year });
    await boss.createQueue(jobQueue, queueOptions);
    await boss.updateQueue(jobQueue, queueOptions);
  } finally {
    await boss.stop({ graceful: false, close: false });
  }
  if (complaints.length > 0) throw complaints[0];
  await client.query(`comment on schema pgboss is '${plan}'`);
}

/** Text that changes whenever `installJobQueue` would make something else: pg-boss's tables are those of its version. */
export function jobQueuePlan(): string {
  return `${bossPackage.version} ${JSON.stringify([bare.schema, queueOptions])}`;
}

/**
 * Keeps the queue in order until stopped: jobs of dead workers go back to pending, old rows leave. Any number of
 * processes may; pg-boss lets one do each round. Rejects where the database does not answer.
 */
export async function superviseJobQueue(db: PlainSql, onError: (error: unknown) => void): Promise<() => Promise<void>> {
  const { PgBoss } = await import("pg-boss");
  const boss = new PgBoss({
    ...bare,
    db,
    supervise: true,
    // Ends the index builds that an upgrade leaves to be done beside the work.
    migrate: true,
    superviseIntervalSeconds: heartbeatSeconds / 3,
    monitorIntervalSeconds: heartbeatSeconds / 3,
    // Neither flows nor its vacuum monitor are used: each would query at every round.
    flowIntervalSeconds: 3600,
    monitorVacuum: false,
  });
  boss.on("error", onError);
  await boss.start();
  return () => boss.stop({ graceful: false, close: false });
}

let shared: Promise<PgBoss> | undefined;

/** pg-boss of this process, without connection or timers: each call is told by `db` where to run. */
export async function bossOn(on: Reader): Promise<{ boss: PgBoss; db: PlainSql }> {
  const db = plainSql(on);
  shared ??= startShared(db).catch((error) => {
    shared = undefined;
    throw error;
  });
  return { boss: await shared, db };
}

// Its start only reads what the queue is (the same in every database), so it may run inside a caller's transaction.
async function startShared(starter: PlainSql): Promise<PgBoss> {
  const { PgBoss, systemClock } = await import("pg-boss");
  let db: PlainSql | undefined = starter;
  const clock: Clock = { ...systemClock, setInterval: () => undefined, clearInterval: () => {} };
  const boss = new PgBoss({
    ...bare,
    clock,
    db: {
      async executeSql(text, values) {
        if (db === undefined) throw new Error("A call to pg-boss must say where it runs (db).");
        return db.executeSql(text, values);
      },
    },
  });
  await boss.start();
  db = undefined;
  return boss;
}
