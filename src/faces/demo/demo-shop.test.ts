import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseCpf } from "../../platform/taxpayer-id.ts";
import { demoAgents } from "./demo-shop.ts";

const root = join(import.meta.dirname, "../../..");
/** What manuals, generators' first answers and our own pages give as an example. */
const wellKnown = ["529.982.247-25", "111.444.777-35", "123.456.789-09", "390.533.447-05", "153.509.460-56"].concat([
  "987.654.321-00",
  "714.287.938-60",
  "168.995.350-09",
  "012.345.678-90",
]);

test("the demo's staff have CPFs that nobody types as an example: a buyer is not taken for an agent of the house", () => {
  const own = demoAgents.map(({ cpf }) => String(cpf));
  assert.equal(new Set(own).size, demoAgents.length);
  for (const { cpf, name } of demoAgents) assert.equal(parseCpf(cpf), cpf, name);
  for (const example of wellKnown) assert.ok(!own.includes(example.replace(/\D/g, "")), example);
  const shown = globSync(["README*.md", "docs/**/*.md", "src/faces/**/*.{ts,tsx}"], { cwd: root }).filter(
    (path) => !path.includes("faces/demo/"),
  );
  assert.ok(shown.length > 100);
  for (const path of shown) {
    const figures = readFileSync(join(root, path), "utf8").replace(/(\d)[.-](?=\d)/g, "$1");
    for (const cpf of own) assert.ok(!figures.includes(cpf), `${path} shows ${cpf}`);
  }
});
