import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { test } from "node:test";
import { apart, edges, folderOf, isMain, offences, order, product, rooms, root, text } from "./kit/house.ts";

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
    const isDoor = (path: string) => new RegExp(`^${folder}${name}-(jobs|pages|reads|failures)\\.ts$`).test(path);
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
  const wrong = product
    .filter((path) => !whole.has(path))
    .flatMap((path) => [...text(path).matchAll(declared)].map(([, name]) => `${path} ${name}`))
    .filter((name) => !asked.has(name));
  assert.deepEqual(wrong, []);
});

test("every refusal is thrown, and provoked by a test that names its code or says its words", () => {
  const owners = product.filter((path) => /-failures\.ts$/.test(path));
  const refusals = owners.flatMap((path) =>
    [...text(path).matchAll(/^ {2}"?([a-z-]+)"?: \{\s*status: \d+,\s*title:\s*"([^"]*)"/gm)].map(
      ([, code, title]) => [code!, title!] as const,
    ),
  );
  const entries = owners.flatMap((path) => text(path).match(/\bstatus: \d+,/g) ?? []);
  assert.equal(refusals.length, entries.length, "each is read");
  const thrown = product
    .filter((path) => !owners.includes(path))
    .map(text)
    .join("\n");
  assert.deepEqual(
    refusals.filter(([code]) => !thrown.includes(`"${code}"`)).map(([code]) => code),
    [],
  );
  const tests = globSync(["src/**/*.test.{ts,tsx}", "test/**/*.{ts,tsx}"], { cwd: root })
    .filter((path) => !path.endsWith("house-rules.test.ts"))
    .map(text)
    .join("\n");
  const isNamed = (code: string) => new RegExp(`["'\`:]${code}["'\`]`).test(tests);
  const isSaid = (title: string) => title.length > 12 && tests.includes(title);
  const provoked = ([code, title]: readonly [string, string]) =>
    isNamed(code) || isSaid(title.split("{")[0]!.replace(/[. ]+$/, ""));
  assert.deepEqual(
    refusals
      .filter((one) => !provoked(one))
      .map(([code]) => code)
      .sort(),
    [],
  );
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
