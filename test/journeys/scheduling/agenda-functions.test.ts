import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { test } from "node:test";
import { type Client, openClient } from "../../../src/platform/database.ts";
import { migrate, readSchema } from "../../../src/platform/postgres/migrate.ts";
import { createTestDatabase } from "../../kit/test-database.ts";

const schema = readSchema(join(import.meta.dirname, "../../../db"));
const { functions } = schema;

/** Everything that the database would run, as it says it itself: name -> text. */
async function programOf(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; text: string }>(`
    select oid::regprocedure::text as name, pg_get_functiondef(oid) as text from pg_proc
    where pronamespace = 'public'::regnamespace and prokind = 'f'
      and not exists (select from pg_depend d where d.objid = pg_proc.oid and d.deptype = 'e')
    union all
    select tgname || ' on ' || tgrelid::regclass, pg_get_triggerdef(oid) from pg_trigger where not tgisinternal`);
  return new Map(rows.map(({ name, text }) => [name, text]));
}

const named = functions.flatMap(({ text }) =>
  [...text.matchAll(/^create or replace (?:function|trigger) (\w+)/gm)].map(([, name]) => name!),
);

test("a fresh database holds the functions of db/functions, each as its file says, and no other of the agenda", async () => {
  const { connection, drop } = await createTestDatabase("template0");
  await migrate(connection, schema);
  const client = await openClient(connection);
  try {
    const migrated = await programOf(client);
    await client.query("begin");
    // Whatever stood under another body or another signature would show.
    for (const { text } of functions) await client.query(text);
    assert.deepEqual(await programOf(client), migrated);
    await client.query("rollback");
    const nameOf = (signature: string) => /^\w+/.exec(signature)![0];
    const ofAgenda = [...migrated.keys()].map(nameOf).filter((name) => /^(agenda|appointment)_/.test(name));
    assert.ok(ofAgenda.length > 20);
    assert.deepEqual(
      ofAgenda.filter((name) => !named.includes(name)),
      [],
      "a function of the agenda without a file",
    );
    // One signature each: a second one beside it would be called by chance.
    const functionNames = [...migrated.keys()].filter((name) => name.endsWith(")")).map(nameOf);
    assert.deepEqual(
      named.filter((name) => functionNames.filter((other) => other === name).length > 1),
      [],
    );
  } finally {
    await client.end();
    await drop();
  }
});

test("a file says nothing but what may be run again", () => {
  for (const { name, text } of functions) {
    const statements = [...text.matchAll(/^(create|alter|drop|insert|update|delete|grant)\b.*/gim)].map(
      ([line]) => line,
    );
    assert.ok(statements.length > 0, name);
    assert.deepEqual(
      statements.filter((line) => !/^create or replace (function|trigger) /.test(line)),
      [],
      name,
    );
  }
});

test("the planner puts the rule of who fits in place, so that a choice calls nothing for it", async () => {
  const { connection, drop } = await createTestDatabase();
  const client = await openClient(connection);
  try {
    const id = `'${randomUUID()}'::uuid`;
    const { rows } = await client.query<{ "QUERY PLAN": string }>(
      `explain (verbose, costs off) select * from agenda_staff(${id}, array[${id}], 'pt-BR', now(), ${id})`,
    );
    const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    assert.match(plan, /away_until/);
    assert.doesNotMatch(plan, /agenda_fits/);
  } finally {
    await client.end();
    await drop();
  }
});
