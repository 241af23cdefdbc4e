import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

const script = join(import.meta.dirname, "../bin/late-modules.mjs");
const { late, inAscii } = (await import(script)) as Record<"late" | "inAscii", (code: string) => string>;

/** Runs what esbuild makes of a module, with `loaded` told of each package in the order they are run. */
function run(code: string, loaded: string[]): Record<string, unknown> {
  const require = (name: string) => {
    loaded.push(name);
    return { Thing: class {}, twice: (n: number) => n * 2, base: 20 };
  };
  const module = { exports: {} };
  new Function("require", "module", late(code))(require, module);
  return module.exports;
}

test("what is imported runs when it is first used, once, and is used as it was", () => {
  const loaded: string[] = [];
  const { made, doubled } = run(
    `var import_a = require("a");
var import_b = require("b");
var import_b2 = require("b2");
require("at once");
module.exports = {
  made: () => new import_a.Thing(),
  doubled: () => (0, import_b.twice)(import_b2.base) + (0, import_b.twice)(1),
};`,
    loaded,
  ) as Record<string, () => unknown>;
  assert.deepEqual(loaded, ["at once"]);
  assert.equal(doubled!(), 42);
  assert.deepEqual(loaded, ["at once", "b", "b2"]);
  assert.equal(made!()?.constructor.name, "Thing");
  assert.deepEqual(loaded, ["at once", "b", "b2", "a"]);
});

test("a late part of our own gives what it exports", async () => {
  const shown = late(`module.exports = import("./part.ts");\nvar other = import("package");`);
  assert.equal(
    shown,
    `module.exports = import("./part.ts").then((part) => part.default);\nvar other = import("package");`,
  );
});

test("no file holds a sign outside of ASCII, and patterns find what they found", () => {
  for (const pattern of [/[+\-−–]/g, /–/g, /\\–/g, /[^\p{L}'’.-]/gu, /😀/gu, /[a-ú]/g]) {
    const written = inAscii(`module.exports = ${pattern};`);
    assert.match(written, /^[\0-\x7f]+$/);
    const module: { exports: unknown } = { exports: undefined };
    new Function("module", written)(module);
    const text = "a − b – c \\– d ’ ú 😀";
    assert.deepEqual(text.match(module.exports as RegExp), text.match(pattern), String(pattern));
  }
});
