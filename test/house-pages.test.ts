import assert from "node:assert/strict";
import { existsSync, globSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { folderOf, order, product, root, sources, text } from "./kit/house.ts";

test("nouns are pure: no clock, no files, no network", () => {
  const verbsAndDoors = /-(store|reads|jobs|pages|page|worker)\.tsx?$/;
  const domains = order.slice(order.indexOf("audit"), -1);
  const nouns = product.filter(
    (path) => domains.includes(folderOf(path)) && !verbsAndDoors.test(path) && !/ctx\b|Context\b/.test(text(path)),
  );
  const wrong = nouns.filter((path) => /new Date\(\)|Date\.now\(\)|from "node:(fs|net|http)/.test(text(path)));
  assert.deepEqual(wrong, []);
});

test("the wall: twenty files a folder, tests beside them not counted", () => {
  const counts = new Map<string, number>();
  const drawers = globSync("{test,bench}/**/*.{ts,tsx}", { cwd: root });
  for (const path of [...product, ...drawers]) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  assert.deepEqual(
    [...counts].filter(([, count]) => count > 20),
    [],
  );
});

test("no barrels, no default exports, no vague names", () => {
  assert.deepEqual(
    product.filter((path) => /\/index\.tsx?$/.test(path)),
    [],
  );
  assert.deepEqual(
    product.filter((path) => /^export default/m.test(text(path))),
    [],
  );
  assert.deepEqual(
    product.filter((path) => /(utils?|helpers?|common|core|service|manager)(\.|\/|-)/.test(path)),
    [],
  );
});

test("no field cuts a password or a code; no browser's own words reach a person", () => {
  const fields = product
    .filter((path) => path.startsWith("src/faces/"))
    .flatMap((path) =>
      text(path)
        .split(/<(?=Field|input)/)
        .map((rest) => [path, rest.slice(0, rest.indexOf("/>"))] as const),
    );
  const secret = /type="password"|one-time-code|(current|new)-password/;
  assert.ok(fields.filter(([, field]) => secret.test(field)).length >= 8);
  assert.deepEqual(
    fields.filter(([, field]) => secret.test(field) && /maxLength|pattern=/.test(field)).map(([path]) => path),
    [],
  );
  // Only a refusal of our server is in the reader's language (src/browser/tab/refused.ts).
  const shown = product
    .filter((path) => path.startsWith("src/browser/"))
    .flatMap((path) =>
      text(path)
        .split("\n")
        .filter((line) => /\berr(or)?\b.*\.message\b/.test(line) && !/instanceof Refused/.test(line)),
    );
  assert.deepEqual(shown, []);
});

test("a document that names a proof names one that exists, and exactly one", () => {
  const tests = globSync("{src,test}/**/*.test.{ts,tsx}", { cwd: root }).map((path) => path.replaceAll("\\", "/"));
  const threats = text("docs/threat-model.md");
  const wrong = [...threats.matchAll(/`([^`\s]+\.test\.tsx?)`/g)]
    .map(([, name]) => name!)
    .filter((name) => tests.filter((path) => path === name || path.endsWith(`/${name}`)).length !== 1);
  assert.deepEqual(wrong, []);
  const rows = threats.split("\n").filter((line) => /^\| (?!Threat|-)/.test(line));
  assert.ok(rows.length > 60);
  assert.deepEqual(
    rows.filter((row) => !/`[^`]+\.test\.tsx?`[^|]*\|$/.test(row)),
    [],
    "a threat without its test",
  );
  const places = ["docs/compliance.md", "docs/threat-model.md", "docs/operations.md"].flatMap((document) =>
    [...text(document).matchAll(/`((?:src|test|bin|db|docs|bench)\/[^`\s]+|[\w-]+\.test\.tsx?)`/g)].map(
      ([, name]) => name!,
    ),
  );
  const isThere = (place: string) =>
    globSync(place, { cwd: root }).length > 0 || tests.some((path) => path.endsWith(`/${place}`));
  assert.deepEqual(
    places.filter((place) => !isThere(place)),
    [],
  );
});

test("an address of the site stands in src/contract only", () => {
  const listed = product
    .filter((path) => path.startsWith("src/contract/"))
    .flatMap((path) => [...text(path).matchAll(/ address\("\/([\w.-]+)/g)].map(([, first]) => first!));
  const firsts = [...new Set(listed)].map((first) => first.replaceAll(".", "[.]"));
  assert.ok(firsts.length > 15, "the addresses are read");
  // At the beginning of a string, or after the site's own name in one.
  const literal = new RegExp(`(?:["'\`]|(?:[uU]rl|origin|site)\\})/(?:${firsts.join("|")})(?![\\w-])`);
  const comments = /^\s*(?:\/\*[\s\S]*?\*\/|\/\/.*)$/gm;
  const wrong = product.filter(
    (path) => !path.startsWith("src/contract/") && literal.test(text(path).replace(comments, "")),
  );
  assert.deepEqual(wrong, []);
});

test("what ties a page to its script stands in src/contract only: ids and data keys", () => {
  const listed = (glob: string, line: RegExp) =>
    globSync(glob, { cwd: root }).flatMap((path) => [...text(path).matchAll(line)].map(([, found]) => found!));
  const ids = listed("src/contract/page-ids/*.ts", /^export const \w+ = "([\w-]+)";$/gm);
  const keys = listed("src/contract/page-data.ts", /^ {2}(\w+): /gm);
  assert.ok(ids.length > 150 && keys.length > 70, "ids and keys are read");
  const attributes = keys.map((key) => key.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`));
  const keyed = `data-(?:${attributes.join("|")})(?![\\w-])`;
  const view = new RegExp(`\\b(?:id|for|aria-[a-z]+)="(?:${ids.join("|")})"| ${keyed}`);
  // A script finds by no literal at all; and an id that is no word of its own stands nowhere in it.
  const several = ids.filter((id) => id.includes("-")).join("|");
  const script = new RegExp(
    `(?:byId(?:<\\w+>)?|ElementById)\\(["'\`]|"(?:${several})"|["'\`(> ]#(?![0-9a-f]{6}\\b)[a-z-]+["'\`)>. ]|${keyed}|\\bdataset\\b`,
  );
  const comments = /^\s*(?:\/\*[\s\S]*?\*\/|\/\/.*)$/gm;
  const wrong = product.flatMap((path) => {
    const isScript = path.startsWith("src/browser/") && path !== "src/browser/tab/told.ts";
    if (!isScript && !path.startsWith("src/faces/")) return [];
    const found = (isScript ? script : view).exec(text(path).replace(comments, ""));
    return found ? [`${path}: ${found[0]}`] : [];
  });
  assert.deepEqual(wrong, []);
});

test("the wall: 300 lines a file, style sheets too, 400 a test", () => {
  const sheets = globSync("src/**/*.css", { cwd: root });
  const long = [...sources, ...sheets].filter(
    (path) => text(path).split("\n").length > (/\.test\./.test(path) ? 401 : 301),
  );
  assert.deepEqual(long, []);
});

test("nothing is left for later", () => {
  const marks = new RegExp(["TO", "DO|FIX", "ME"].join(""));
  assert.deepEqual(
    sources.filter((path) => marks.test(text(path))),
    [],
  );
});

test("decisions are numbered without leaps, and the index names each", () => {
  const pages = globSync("docs/decisions/0*.md", { cwd: root })
    .map((path) => basename(path))
    .sort();
  const index = text("docs/decisions/README.md");
  for (const [at, name] of pages.entries()) {
    const [, number, title] = text(`docs/decisions/${name}`).match(/^# (\d{4}) (.+)$/m)!;
    assert.equal(number, String(at + 1).padStart(4, "0"), name);
    assert.ok(name.startsWith(`${number}-`), name);
    assert.ok(index.includes(`| [${number}](${name}) | ${title} |`), `${name} in the index`);
    assert.ok(text(`docs/decisions/${name}`).trim().split("\n").length <= 45, `${name}: at most 45 lines`);
  }
});

test("what CONTRIBUTING.md and the map of the tests point to is there", () => {
  for (const page of ["CONTRIBUTING.md", "test/README.md"]) {
    const named = [...text(page).matchAll(/`((?:src|test|db|docs|bin)\/[\w./-]+)`/g)].map(([, path]) => path!);
    assert.ok(named.length > 10, page);
    assert.deepEqual(
      named.filter((path) => !existsSync(join(root, path))),
      [],
      page,
    );
  }
  const folders = globSync("test/*/", { cwd: root }).map(
    (path) => `\`${path.replaceAll("\\", "/").replace(/\/?$/, "/")}`,
  );
  assert.deepEqual(
    folders.filter((folder) => !text("test/README.md").includes(folder)),
    [],
    "a folder of tests that the map does not know",
  );
});
