import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { createTestDatabase } from "../../../test/kit/test-database.ts";
import { type Client, openClient } from "../database.ts";
import { applyFunctions } from "./function-files.ts";
import { migrate, readSchema, type Schema } from "./migrate.ts";

const tables = { "migrations/0001_a.sql": "create table a (n int)" };
const one = (value: number) => `create or replace function one() returns int language sql return ${value};`;
const two = "create or replace function two() returns int language sql return one() + 1;";
const both = { "functions/agenda/01_one.sql": one(1), "functions/agenda/02_two.sql": two };

function schemaOf(files: Record<string, string>): Schema {
  const folder = mkdtempSync(join(tmpdir(), "confere-functions-"));
  for (const part of ["migrations", "functions"]) mkdirSync(join(folder, part));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  try {
    return readSchema(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `start`: as a server that brings these files; gives what it applied. */
async function emptyDatabase(
  use: (on: {
    client: Client;
    start: (files: Record<string, string>) => Promise<string[]>;
    resultOf: (call: string) => Promise<number>;
  }) => Promise<void>,
) {
  const { connection, drop } = await createTestDatabase("template0");
  const client = await openClient(connection);
  try {
    await use({
      client,
      start: (files) => migrate(connection, schemaOf(files)),
      resultOf: async (call) => (await client.query(`select ${call} as n`)).rows[0].n as number,
    });
  } finally {
    await client.end();
    await drop();
  }
}

test("a file is applied when it is new or changed, by name, and not otherwise", async () => {
  await emptyDatabase(async ({ start, resultOf }) => {
    assert.deepEqual(await start({ ...tables, ...both }), ["0001_a.sql", "agenda/01_one.sql", "agenda/02_two.sql"]);
    assert.deepEqual(await start({ ...tables, ...both }), []);
    const changed = { ...both, "functions/agenda/01_one.sql": one(5) };
    assert.deepEqual(await start({ ...tables, ...changed }), ["agenda/01_one.sql"]);
    assert.equal(await resultOf("two()"), 6);
    assert.deepEqual(await start({ ...tables, ...changed }), []);
  });
});

test("after a migration all of them are applied: it may have dropped one", async () => {
  await emptyDatabase(async ({ start, resultOf }) => {
    await start({ ...tables, ...both });
    const later = { ...tables, "migrations/0002_b.sql": "drop function two; drop function one" };
    assert.deepEqual(await start({ ...later, ...both }), ["0002_b.sql", "agenda/01_one.sql", "agenda/02_two.sql"]);
    assert.equal(await resultOf("two()"), 2);
  });
});

test("also where the start that applied the migration ended before the functions", async () => {
  await emptyDatabase(async ({ start, resultOf }) => {
    await start({ ...tables, ...both });
    const later = { ...tables, "migrations/0002_b.sql": "drop function two" };
    await assert.rejects(start({ ...later, ...both, "functions/agenda/03_bad.sql": "nonsense" }));
    assert.deepEqual(await start({ ...later, ...both }), ["agenda/01_one.sql", "agenda/02_two.sql"]);
    assert.equal(await resultOf("two()"), 2);
  });
});

test("a broken file is named with its line, and nothing of any file is applied", async () => {
  await emptyDatabase(async ({ start, resultOf }) => {
    await start({ ...tables, ...both });
    const broken = {
      ...both,
      "functions/agenda/01_one.sql": one(5),
      "functions/agenda/02_two.sql": "\n\nselect nonsense",
    };
    await assert.rejects(
      start({ ...tables, ...broken }),
      /^Error: Function file agenda\/02_two\.sql failed: column "nonsense" does not exist \(line 3\)$/,
    );
    assert.equal(await resultOf("one()"), 1);
    const body = "create or replace function two() returns int language plpgsql as $$\nbegin\n  retrun 1;\nend $$;";
    await assert.rejects(
      start({ ...tables, ...both, "functions/agenda/02_two.sql": body }),
      /02_two\.sql failed: .*\(line 3\)/,
    );
    assert.deepEqual(await start({ ...tables, ...both }), [], "what stood still stands");
  });
});

test("several processes that start together apply a file once", async () => {
  await emptyDatabase(async ({ start, resultOf }) => {
    await start(tables);
    for (let n = 1; n <= 10; n++) {
      const files = { ...tables, "functions/agenda/01_one.sql": one(n), "functions/agenda/02_two.sql": two };
      const starts = await Promise.all([1, 2, 3].map(() => start(files)));
      const expected = n === 1 ? ["agenda/01_one.sql", "agenda/02_two.sql"] : ["agenda/01_one.sql"];
      assert.deepEqual(starts.flat().sort(), expected);
      assert.equal(await resultOf("one()"), n);
    }
  });
});

test("an older version that no migration keeps away puts its own functions back, and the newer one its own again", async () => {
  await emptyDatabase(async ({ start, resultOf }) => {
    const older = { ...tables, "functions/agenda/01_one.sql": one(1) };
    const newer = { ...tables, "functions/agenda/01_one.sql": one(5), "functions/agenda/02_two.sql": two };
    await start(newer);
    assert.deepEqual(await start(older), ["agenda/01_one.sql"]);
    assert.equal(await resultOf("one()"), 1);
    assert.deepEqual(await start(newer), ["agenda/01_one.sql", "agenda/02_two.sql"]);
    assert.equal(await resultOf("two()"), 6);
  });
});

test("a start with nothing to apply asks the database once", async () => {
  await emptyDatabase(async ({ client, start }) => {
    await start({ ...tables, ...both });
    let asked = 0;
    const query = (text: string) => {
      asked++;
      return client.query(text);
    };
    const counted = { query } as unknown as Client;
    assert.deepEqual(await applyFunctions(counted, schemaOf({ ...tables, ...both }).functions, 1), []);
    assert.equal(asked, 1);
  });
});
