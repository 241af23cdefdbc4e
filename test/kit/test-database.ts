import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { type Client, type Connection, openClient, sqlState } from "../../src/platform/database.ts";
import { jobQueuePlan } from "../../src/platform/jobs/job-queue.ts";
import { type ManagedPostgres, startManagedPostgres } from "../../src/platform/postgres/managed-postgres.ts";
import { migrate, readSchema } from "../../src/platform/postgres/migrate.ts";

const root = join(import.meta.dirname, "../..");
// One server for all test processes of this machine; the last one to leave stops it.
const home = process.env["CONFERE_TEST_POSTGRES"] ?? join(tmpdir(), `confere-tests-${userInfo().uid}`);

type Server = { postgres: ManagedPostgres; admin: Client; template: string };
let server: Promise<Server> | undefined;

after(async () => {
  // One that did not start has said why where it was asked for, and left nothing behind.
  const started = await server?.catch(() => undefined);
  await started?.admin.end();
  await started?.postgres.stop();
});

/** A fresh, migrated, empty database, or a copy of `from`; `drop` ends what is still connected to it. */
export async function createTestDatabase(from?: string): Promise<{ connection: Connection; drop(): Promise<void> }> {
  server ??= startServer();
  const { postgres, admin, template } = await server;
  const name = `test_${process.pid}_${randomBytes(4).toString("hex")}`;
  await admin.query(`create database ${name} template ${from ?? template} strategy file_copy`);
  return {
    connection: postgres.connection(name),
    async drop() {
      await admin.query(`drop database if exists ${name} with (force)`);
    },
  };
}

async function startServer(): Promise<Server> {
  mkdirSync(home, { recursive: true, mode: 0o711 });
  // What a test writes need not survive a power cut.
  const settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];
  const postgres = await startManagedPostgres({ dataFolder: home, environment: process.env, settings });
  const admin = await openClient(postgres.connection("postgres"));
  try {
    return { postgres, admin, template: await makeTemplate(postgres, admin) };
  } catch (error) {
    // An open connection keeps the process, and nobody reads its words before it ends.
    await admin.end();
    await postgres.stop();
    throw error;
  }
}

/** The migrated database that tests are copied from, made once for each state of `db/`. */
async function makeTemplate(postgres: ManagedPostgres, admin: Client): Promise<string> {
  const schema = readSchema(join(root, "db"));
  const files = [...schema.migrations, ...schema.functions];
  const state = [...files.map(({ checksum }) => checksum), jobQueuePlan()].join();
  const { rows } = await admin.query("select 'template_' || left(md5($1), 12) as name", [state]);
  const name = rows[0].name as string;
  await admin.query("select pg_advisory_lock(7234003)");
  try {
    await dropLeftovers(admin);
    const known = await admin.query("select datistemplate from pg_database where datname = $1", [name]);
    if (known.rows[0]?.datistemplate) return name;
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`create database ${name}`);
    await migrate(postgres.connection(name), schema);
    await admin.query(`alter database ${name} with is_template true allow_connections false`);
    return name;
  } finally {
    await admin.query("select pg_advisory_unlock(7234003)");
  }
}

/** Databases of test processes that were killed, and templates of migrations that are no more. */
async function dropLeftovers(admin: Client): Promise<void> {
  const { rows } = await admin.query(`select datname as name from pg_database where datname ~ '^test_[0-9]+_'`);
  for (const { name } of rows as { name: string }[]) {
    if (isAlive(Number(name.split("_")[1]))) continue;
    try {
      await admin.query(`drop database if exists ${name} with (force)`);
    } catch (error) {
      const inUse = "55006";
      if (sqlState(error) !== inUse) throw error;
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
