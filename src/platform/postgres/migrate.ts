import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Client, type Connection, openClient } from "../database.ts";
import { installJobQueue } from "../jobs/job-queue.ts";
import { applyFunctions, type FunctionFile, functionTable, readFunctionFiles, refusedFile } from "./function-files.ts";

type Migration = { number: number; name: string; text: string; checksum: string };
/** What a database is made of: `migrations` make its tables, `functions` what runs on them. */
export type Schema = { migrations: Migration[]; functions: FunctionFile[] };

// Any constant does, as long as every Confere uses the same one.
const lockNumber = 7_234_001;

/** All of `db/`. */
export function readSchema(folder: string): Schema {
  return {
    migrations: readMigrations(join(folder, "migrations")),
    functions: readFunctionFiles(join(folder, "functions")),
  };
}

/** The numbered .sql files of `folder`, in order. Throws where two share a number or a name is not `0001_what.sql`. */
export function readMigrations(folder: string): Migration[] {
  const found = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => {
      const number = /^(\d{4})_[a-z0-9_-]+\.sql$/.exec(name)?.[1];
      if (number === undefined) throw new Error(`Migration ${name}: the name must look like 0001_what.sql.`);
      const text = readFileSync(join(folder, name), "utf8");
      return { number: Number(number), name, text, checksum: createHash("sha256").update(text).digest("hex") };
    });
  found.forEach((migration, i) => {
    const before = found[i - 1];
    if (before?.number === migration.number)
      throw new Error(`Migrations ${before.name} and ${migration.name} share a number.`);
  });
  return found;
}

/**
 * Brings the database to the newest migration, one transaction each, then to the functions of the files, in one, one process
 * at a time (advisory lock). Brings pg-boss's tables along. Returns the names applied now. Throws, with nothing applied, where an applied file was changed or removed,
 * or where a new file carries a number below an applied one (it would run in another order elsewhere).
 */
export async function migrate(connection: Connection, { migrations, functions }: Schema): Promise<string[]> {
  const client = await openClient(connection);
  try {
    await client.query("select pg_advisory_lock($1)", [lockNumber]);
    await client.query(`create table if not exists schema_migrations (
      number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now());
      ${functionTable}`);
    const { rows } = await client.query<Migration>(
      "select number, name, checksum from schema_migrations order by number",
    );
    refuseRewrittenHistory(rows, migrations);
    const last = rows.at(-1)?.number ?? 0;
    const fresh = migrations.filter((migration) => migration.number > last);
    for (const migration of fresh) await apply(client, migration);
    const newest = fresh.at(-1)?.number ?? last;
    const replaced = await applyFunctions(client, functions, newest);
    await installJobQueue(client);
    return [...fresh.map((migration) => migration.name), ...replaced];
  } finally {
    await client.end();
  }
}

function refuseRewrittenHistory(applied: Migration[], migrations: Migration[]): void {
  const byNumber = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const row of applied) {
    const file = byNumber.get(row.number);
    if (file === undefined)
      throw new Error(
        `Migration ${row.name} was applied to this database but its file is gone. Is this an older version of Confere?`,
      );
    if (file.checksum !== row.checksum)
      throw new Error(
        `Migration ${row.name} was changed after it was applied. Restore the file and write a new migration.`,
      );
    byNumber.delete(row.number);
  }
  const last = applied.at(-1);
  for (const file of byNumber.values())
    if (last !== undefined && file.number < last.number)
      throw new Error(
        `Migration ${file.name} is new but comes before ${last.name}, which was applied. Give it a higher number.`,
      );
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(migration.text);
    await client.query("insert into schema_migrations (number, name, checksum) values ($1, $2, $3)", [
      migration.number,
      migration.name,
      migration.checksum,
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw refusedFile(`Migration ${migration.name}`, migration.text, error);
  }
}
