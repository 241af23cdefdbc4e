import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";

const script = join(import.meta.dirname, "../bin/build.mjs");
const { install } = (await import(script)) as { install(draft: string, target: string): void };

function fill(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

test("a new build takes the place of the old one without taking away what the old pages still ask for", () => {
  const home = mkdtempSync(join(tmpdir(), "confere-build-"));
  try {
    const [target, draft] = [join(home, "build"), join(home, "build/draft-1")];
    const old = { "app.js": "app.111.js" };
    fill(target, {
      "public/manifest.json": JSON.stringify(old),
      "public/app.111.js": "one",
      "public/app.000.js": "zero",
      "server/product.js": "one",
      "server/main.js": "one",
      "server/part-desk-111.js": "one",
      "server/part-desk-000.js": "zero",
      fingerprint: "kept",
    });
    const longAgo = new Date(Date.now() - 25 * 3_600_000);
    for (const path of ["public/app.000.js", "server/part-desk-111.js"])
      utimesSync(join(target, path), longAgo, longAgo);
    const weekAgo = new Date(Date.now() - 8 * 24 * 3_600_000);
    utimesSync(join(target, "server/part-desk-000.js"), weekAgo, weekAgo);
    fill(draft, {
      "public/manifest.json": JSON.stringify({ "app.js": "app.222.js" }),
      "public/app.222.js": "two",
      "server/product.js": "two",
      "server/main.js": "two",
    });
    install(draft, target);
    const manifest = JSON.parse(readFileSync(join(target, "public/manifest.json"), "utf8")) as typeof old;
    assert.equal(readFileSync(join(target, "public", manifest["app.js"]), "utf8"), "two");
    assert.equal(readFileSync(join(target, "server/product.js"), "utf8"), "two");
    assert.equal(readFileSync(join(target, "server/main.js"), "utf8"), "two");
    assert.equal(
      readFileSync(join(target, "public/app.111.js"), "utf8"),
      "one",
      "a page of yesterday's build lives on",
    );
    assert.equal(existsSync(join(target, "public/app.000.js")), false, "older than a day goes");
    assert.ok(existsSync(join(target, "server/part-desk-111.js")), "a server may run for days before it needs a part");
    assert.equal(existsSync(join(target, "server/part-desk-000.js")), false, "older than a week goes");
    assert.equal(readFileSync(join(target, "fingerprint"), "utf8"), "kept");
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
