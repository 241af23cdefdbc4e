import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connection, openClient } from "../src/platform/database.ts";
import { startManagedPostgres } from "../src/platform/postgres/managed-postgres.ts";
import { migrate, readSchema } from "../src/platform/postgres/migrate.ts";

export type BenchDatabase = {
  connection: Connection;
  /** Process number of the server: its children are the backends. */
  pid: number;
  stop(): Promise<void>;
};

/** A server of the bench's own in a temporary folder, migrated, with the settings of the product. */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  const dataFolder = makeDataFolder();
  const postgres = await startManagedPostgres({ dataFolder, environment: process.env });
  const connection = postgres.connection();
  await migrate(connection, readSchema(join(import.meta.dirname, "../db")));
  const client = await openClient(connection);
  const { rows } = await client.query("select split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid");
  await client.end();
  return {
    connection,
    pid: Number(rows[0].pid),
    async stop() {
      await postgres.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** An empty temporary data folder that the account of the database may enter. The caller removes it. */
export function makeDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "confere-bench-"));
  chmodSync(folder, 0o711);
  return folder;
}
