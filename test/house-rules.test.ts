import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
const house = readFileSync(join(root, "docs/architecture.md"), "utf8");
/** docs/architecture.md, "Who may know whom": a domain imports only what stands left of it. */
const order = house.match(/^`(contract < .* < faces)`$/m)![1]!.split(" < ");
/** The same page: the rooms of a folder; a room imports only what stands left of it. `root`: the files beside the rooms. */
const rooms = [...house.matchAll(/^\| `([\w/-]+)` \| `([\w -]+(?: < [\w-]+)+)` \|/gm)].map(
  ([, folder, line]) => [`src/${folder}/`, line!.split(" < ")] as const,
);
const apart = ["pki", "media", "browser"];
const sources = globSync("src/**/*.{ts,tsx}", { cwd: root }).map((path) => path.replaceAll("\\", "/"));
const product = sources.filter((path) => !/\.test\.tsx?$/.test(path));
const text = (path: string) => readFileSync(join(root, path), "utf8");
/** The composition root and its late parts. */
const isMain = (path: string) => /^src\/main(-[a-z]+)?\.ts$/.test(path);
/** The first folder: its domain, whatever the room. */
const folderOf = (path: string) => path.split("/")[1]!;

/** Every relative import of a file: [path under the root, is it `import type`]. */
function importsOf(path: string): [string, boolean][] {
  const found = text(path).matchAll(/(?:import|export)\s+(type\s)?[^;"]*?from\s+"(\.[^"]+)"|import\("(\.[^"]+)"\)/g);
  return [...found].map((match) => [normalize(join(dirname(path), match[2] ?? match[3]!)), Boolean(match[1])]);
}

const edges = product.flatMap((path) => importsOf(path).map(([to, isType]) => ({ path, to, isType })));
const offences = (fits: (edge: (typeof edges)[number]) => boolean) =>
  edges.filter(fits).map(({ path, to }) => `${path} -> ${to}`);

test("domains call left only; pki, media and browser know nothing of the server", () => {
  const wrong = offences(({ path, to, isType }) => {
    const [from, target] = [folderOf(path), folderOf(to)];
    if (isMain(path) || from === target) return false;
    // What both sides of a wire say; it stands left of everything.
    if (target === "contract") return false;
    if (from === "browser") return target !== "pki" && !isType;
    if (apart.includes(from)) return from === "media" ? to !== "src/platform/worker-file.ts" : true;
    // What a name in a certificate may hold is asked for at the form, long before the certificate.
    if (to === "src/pki/names/icp-text.ts") return false;
    if (apart.includes(target)) return target !== "pki" || order.indexOf(from) < order.indexOf("dossiers");
    return order.indexOf(target) > order.indexOf(from);
  });
  assert.deepEqual(wrong, []);
});

test("inside a folder a room calls left only; the folder's own door (jobs, pages, reads) knows all of them", () => {
  assert.ok(rooms.length > 15, "the table of rooms is read");
  const wrong = rooms.flatMap(([folder, line]) => {
    const name = folder.split("/").at(-2);
    const rank = (path: string) => {
      const [room, file] = path.slice(folder.length).split("/");
      return line.indexOf(file === undefined ? "root" : room!);
    };
    const isDoor = (path: string) => new RegExp(`^${folder}${name}-(jobs|pages|reads)\\.ts$`).test(path);
    assert.deepEqual(
      product.filter((path) => path.startsWith(folder) && !isDoor(path) && rank(path) < 0),
      [],
      `a room of ${folder} has no place in docs/architecture.md`,
    );
    return offences(
      ({ path, to }) =>
        path.startsWith(folder) && to.startsWith(folder) && !isDoor(path) && !isDoor(to) && rank(to) > rank(path),
    );
  });
  assert.deepEqual(wrong, []);
});

test("a store and a jobs file are private to their domain", () => {
  const wrong = offences(
    ({ path, to }) =>
      !isMain(path) && folderOf(path) !== folderOf(to) && folderOf(to) !== "platform" && /-(store|jobs)\.ts$/.test(to),
  );
  assert.deepEqual(wrong, []);
});

test("faces never touch a store, and no domain imports HTTP", () => {
  const http = product.filter(
    (path) => !path.startsWith("src/faces/") && !isMain(path) && /from "(fastify|@fastify\/[^"]+)"/.test(text(path)),
  );
  assert.deepEqual(http, []);
});

test("no face knows another face; what desk and office share stands in faces/staff", () => {
  /** The face of a file; of one beside the faces, undefined. */
  const faceOf = (path: string) => path.match(/^src\/faces\/([^/]+)\//)?.[1];
  const wrong = offences(({ path, to }) => {
    const [from, target] = [faceOf(path), faceOf(to)];
    if (target === undefined || from === target || target === "ui") return false;
    if (path.startsWith("src/faces/") && from === undefined) return !/\/(routes|door)\.ts$/.test(path);
    return !isMain(path) && !(target === "staff" && ["desk", "office"].includes(from!));
  });
  assert.deepEqual(wrong, []);
});

test("SQL is written in stores, reads and the platform only", () => {
  const writes = product.filter((path) => /\bsql`|\.(selectFrom|insertInto|updateTable|deleteFrom)\(/.test(text(path)));
  const wrong = writes.filter((path) => !/-(store|reads)\.ts$/.test(path) && !path.startsWith("src/platform/"));
  assert.deepEqual(wrong, []);
});

test("a table is written by one domain, and read by what stands right of it", () => {
  const created = globSync("db/migrations/*.sql", { cwd: root }).flatMap((path) =>
    [...text(path).matchAll(/^(?:create table (?:if not exists )?|alter table \w+ rename to )(\w+)/gim)].map(
      ([, table]) => table!,
    ),
  );
  const namedIn = (path: string, pattern: RegExp) =>
    [...text(path).matchAll(pattern)].map((found) => found[1] ?? found[2]!).filter((table) => created.includes(table));
  const write =
    /(?:insertInto|updateTable|deleteFrom)\(\s*"(\w+)|\b(?:insert into|delete from|update(?=\s+\w+\s+(?:as \w+\s+|\w+\s+)?set\b))\s+(\w+)/g;
  const owners = new Map<string, Set<string>>();
  for (const path of product)
    for (const table of namedIn(path, write)) owners.set(table, (owners.get(table) ?? new Set()).add(folderOf(path)));
  assert.ok(owners.size > 80, "the writers are read");
  assert.deepEqual(
    [...owners].filter(([, domains]) => domains.size > 1),
    [],
  );
  const right = product.flatMap((path) =>
    namedIn(path, /\b(?:from|join)\s+(\w+)\b|(?:selectFrom|[a-z]+Join)\(\s*"(\w+)/g)
      .filter((table) => order.indexOf([...(owners.get(table) ?? [])][0] ?? "") > order.indexOf(folderOf(path)))
      .map((table) => `${path} reads ${table}`),
  );
  assert.deepEqual(right, []);
});

test("only the database file names the driver; only config reads the environment", () => {
  const drivers = product.filter((path) => /from "(pg|kysely)"/.test(text(path)) && !path.startsWith("src/platform/"));
  assert.deepEqual(drivers, []);
  const readers = product.filter((path) => /process\.env/.test(text(path)));
  assert.deepEqual(
    readers.filter((path) => !isMain(path) && path !== "src/media/worker-main.ts"),
    [],
  );
});

test("what costs a processor for long is done in its lane only", () => {
  const costly = product.filter((path) => /\b(scrypt|pbkdf2|argon2)(Sync)?\b/.test(text(path)));
  assert.deepEqual(
    costly.filter((path) => !path.startsWith("src/browser/")),
    ["src/people/sign-in/password.ts"],
  );
});

test("nouns are pure: no clock, no files, no network", () => {
  const verbsAndDoors = /-(store|reads|jobs|pages|page|worker)\.tsx?$/;
  const domains = order.slice(order.indexOf("audit"), -1);
  const nouns = product.filter(
    (path) => domains.includes(folderOf(path)) && !verbsAndDoors.test(path) && !/ctx\b|Context\b/.test(text(path)),
  );
  const wrong = nouns.filter((path) => /new Date\(\)|Date\.now\(\)|from "node:(fs|net|http)/.test(text(path)));
  assert.deepEqual(wrong, []);
});

test("every use case is called: by a door, a job, main or another use case", () => {
  const domains = order.slice(0, -1);
  const files = product.filter((path) => domains.includes(folderOf(path)) && !/-(store|reads|jobs)\.ts$/.test(path));
  const acts = files.flatMap((path) =>
    [...text(path).matchAll(/^export (?:async )?function (\w+)\(\s*(?:ctx: Context|tx: Transaction)/gm)].map(
      ([, name]) => [path, name!] as const,
    ),
  );
  assert.ok(acts.length > 150);
  // Imported is called: nothing may be imported and left unused.
  const named = product.flatMap((path) =>
    [...text(path).matchAll(/\{([^{}]*)\}\s*(?:from "|= await import\()/g)].flatMap(
      ([, names]) => names!.match(/\w+/g) ?? [],
    ),
  );
  const known = new Set(named);
  const here = (path: string, name: string) => text(path).split(new RegExp(`\\b${name}\\b`)).length > 2;
  assert.deepEqual(
    acts.filter(([path, name]) => !known.has(name) && !here(path, name)),
    [],
  );
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

test("what a file exports is asked for by another", () => {
  const readers = globSync("{src,test,bench,bin}/**/*.{ts,tsx,mjs}", { cwd: root }).map((path) =>
    path.replaceAll("\\", "/"),
  );
  const asked = new Set<string>();
  /** Imported as a whole, its parts told apart by nobody here: late parts of pages. */
  const whole = new Set<string>();
  for (const path of readers) {
    const words = text(path);
    const ask = (from: string, names: string) => {
      const file = normalize(join(dirname(path), from));
      const space = names.match(/\* as (\w+)/)?.[1];
      const used = space
        ? words.matchAll(new RegExp(`\\b${space}\\.(\\w+)`, "g"))
        : names.matchAll(/(\w+)(?:(?: as|:) \w+)?/g);
      for (const [, name] of used) asked.add(`${file} ${name}`);
    };
    for (const [, names, from] of words.matchAll(/(?:import|export)\s+(?:type\s)?([^;"']*?)\s+from\s+"(\.[^"]+)"/g))
      ask(from!, names!);
    // const { a } = await import("…"), (await import("…")).a, import("…").then(({ a }) => …), import("…").A
    const late = /(?:\{([^{}]*)\}\s*=\s*await\s+)?import\("(\.[^"]+)"\)(?:\)\.(\w+)|\.then\(\(\{([^{}]*)\}|\.(\w+))?/g;
    for (const [, names, from, ...rest] of words.matchAll(late)) {
      const found = names ?? rest.find((name) => name !== undefined && name !== "then");
      if (found === undefined) whole.add(normalize(join(dirname(path), from!)));
      else ask(from!, found);
    }
    for (const [, from, inside] of words.matchAll(/declare module "(\.[^"]+)" \{([\s\S]*?)^\}/gm))
      for (const [, name] of inside!.matchAll(/interface (\w+)/g)) ask(from!, name!);
  }
  const declared =
    /^export (?:declare |abstract )?(?:async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm;
  // The list of the site's addresses is whole, whoever builds one of them from another.
  const wrong = product
    .filter((path) => !whole.has(path) && !path.startsWith("src/contract/"))
    .flatMap((path) => [...text(path).matchAll(declared)].map(([, name]) => `${path} ${name}`))
    .filter((name) => !asked.has(name));
  assert.deepEqual(wrong, []);
});

test("no import circles, of types neither", () => {
  const next = new Map<string, string[]>();
  for (const { path, to } of edges) next.set(path, [...(next.get(path) ?? []), to]);
  const done = new Set<string>();
  const walk = (path: string, trail: string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const to of next.get(path) ?? []) {
      const circle = walk(to, [...trail, path]);
      if (circle) return circle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of product) assert.equal(walk(path, [])?.join(" -> "), undefined);
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
