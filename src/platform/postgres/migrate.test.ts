import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createTestDatabase } from "../../../test/kit/test-database.ts";
import { type Connection, openClient } from "../database.ts";
import { migrate, readMigrations, type Schema } from "./migrate.ts";

const base = {
  "0001_a.sql": "create table a (n int)",
  "0003_c.sql": "create table c (n int); insert into c values (1)",
};

function migrationsOf(files: Record<string, string>): Schema {
  const folder = mkdtempSync(join(tmpdir(), "confere-migrations-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  try {
    return { migrations: readMigrations(folder), functions: [] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function emptyDatabase(use: (connection: Connection, tables: () => Promise<string[]>) => Promise<void>) {
  const { connection, drop } = await createTestDatabase("template0");
  const tables = async () => {
    const client = await openClient(connection);
    const { rows } = await client.query("select tablename as t from pg_tables where schemaname = 'public' order by 1");
    await client.end();
    return rows.map((row) => row.t as string).filter((name) => !name.startsWith("schema_"));
  };
  try {
    await use(connection, tables);
  } finally {
    await drop();
  }
}

test("applies what is new, in order, once, also when several processes start together", async () => {
  await emptyDatabase(async (connection, tables) => {
    const starts = await Promise.all([1, 2, 3].map(() => migrate(connection, migrationsOf(base))));
    assert.deepEqual(starts.flat().sort(), ["0001_a.sql", "0003_c.sql"]);
    assert.deepEqual(await migrate(connection, migrationsOf({ ...base, "0004_d.sql": "create table d ()" })), [
      "0004_d.sql",
    ]);
    assert.deepEqual(await tables(), ["a", "c", "d"]);
  });
});

test("the job queue is brought up to its plan once, and again when the plan is another", async () => {
  await emptyDatabase(async (connection) => {
    const client = await openClient(connection);
    const limit = async () =>
      (await client.query("select retry_limit as n from pgboss.queue where name = 'confere'")).rows[0]?.n as number;
    try {
      await migrate(connection, migrationsOf(base));
      const planned = await limit();
      await client.query("update pgboss.queue set retry_limit = 1 where name = 'confere'");
      await migrate(connection, migrationsOf(base));
      assert.equal(await limit(), 1, "nothing to do: nothing done");
      await client.query("comment on schema pgboss is 'an earlier plan'");
      await migrate(connection, migrationsOf(base));
      assert.equal(await limit(), planned);
    } finally {
      await client.end();
    }
  });
});

test("refuses a changed, a missing and a late file, and applies nothing", async () => {
  await emptyDatabase(async (connection, tables) => {
    await migrate(connection, migrationsOf(base));
    const more = { "0009_z.sql": "create table z ()" };
    const attempt = (files: Record<string, string>) => migrate(connection, migrationsOf({ ...files, ...more }));
    await assert.rejects(
      attempt({ ...base, "0001_a.sql": "create table a (n bigint)" }),
      /0001_a\.sql was changed after/,
    );
    await assert.rejects(attempt({ "0001_a.sql": base["0001_a.sql"] }), /0003_c\.sql was applied .* its file is gone/);
    await assert.rejects(
      attempt({ ...base, "0002_b.sql": "create table b ()" }),
      /0002_b\.sql is new but comes before 0003_c/,
    );
    assert.deepEqual(await tables(), ["a", "c"]);
  });
});

test("a migration that fails leaves nothing of itself; the ones before it stay", async () => {
  await emptyDatabase(async (connection, tables) => {
    const files = { ...base, "0004_bad.sql": "create table half ();\nselect nonsense" };
    await assert.rejects(
      migrate(connection, migrationsOf(files)),
      /0004_bad\.sql failed: column "nonsense" does not exist \(line 2\)/,
    );
    assert.deepEqual(await tables(), ["a", "c"]);
  });
});

test("two files of one number, and a name out of shape, are refused when read", () => {
  assert.throws(
    () => migrationsOf({ "0001_a.sql": "", "0001_b.sql": "" }),
    /0001_a\.sql and 0001_b\.sql share a number/,
  );
  assert.throws(() => migrationsOf({ "1-first.sql": "" }), /must look like 0001_what\.sql/);
});
