import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "../database.ts";

export type FunctionFile = { name: string; text: string; checksum: string };

/** The .sql files under `folder`, by name ("agenda/01_cells.sql"). Each says `create or replace`: it is run again and again. */
export function readFunctionFiles(folder: string): FunctionFile[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sql"))
    .map((name) => name.replaceAll("\\", "/"))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), "utf8");
      return { name, text, checksum: createHash("sha256").update(text).digest("hex") };
    });
}

/** Which files stand in the database, as of which migration. */
export const functionTable = `create table if not exists schema_functions (
  name text primary key, checksum text not null, after_migration integer not null, applied_at timestamptz not null default now())`;

/**
 * Brings functions and triggers to what the files say, in one transaction: those that changed since they were applied, and
 * all of them after a migration, which may have dropped what stood on a table. One question where there is nothing to do.
 * Expects the lock of `migrate`. Returns the names applied now. Throws, with nothing applied, where the database refuses a file.
 */
export async function applyFunctions(client: Client, files: FunctionFile[], lastMigration: number): Promise<string[]> {
  const { rows } = await client.query<{ name: string; checksum: string; after: number }>(
    "select name, checksum, after_migration as after from schema_functions",
  );
  const applied = new Map(rows.map(({ name, checksum, after }) => [name, `${checksum} ${after}`]));
  const changed = files.filter(({ name, checksum }) => applied.get(name) !== `${checksum} ${lastMigration}`);
  const names = files.map(({ name }) => name);
  if (changed.length === 0 && rows.every(({ name }) => names.includes(name))) return [];
  await client.query("begin");
  try {
    await client.query("delete from schema_functions where name <> all ($1)", [names]);
    for (const file of changed) await apply(client, file, lastMigration);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
  return changed.map(({ name }) => name);
}

async function apply(client: Client, { name, text, checksum }: FunctionFile, lastMigration: number): Promise<void> {
  try {
    await client.query(text);
  } catch (error) {
    throw refusedFile(`Function file ${name}`, text, error);
  }
  await client.query(
    `insert into schema_functions (name, checksum, after_migration) values ($1, $2, $3)
     on conflict (name) do update set checksum = $2, after_migration = $3, applied_at = now()`,
    [name, checksum, lastMigration],
  );
}

/** What the database said of a file, with the line where it says one. */
export function refusedFile(file: string, text: string, error: unknown): Error {
  const { message, position } = error as Error & { position?: string };
  const line = position === undefined ? "" : ` (line ${text.slice(0, Number(position) - 1).split("\n").length})`;
  return new Error(`${file} failed: ${message}${line}`, { cause: error });
}
