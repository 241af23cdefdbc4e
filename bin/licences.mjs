// Which licences may ship, and what in the lockfile breaks that or is not pinned by its hash: `bin/check` and `npm run sbom`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./runtime.mjs";

/** Open, and none that asks for the source of a service (AGPL). LGPL: unmodified, loaded from files of its own (decision 0003). */
const allowed = new Set([
  ...["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "CC0-1.0", "ISC", "MIT", "MIT-0"],
  ...["MPL-2.0", "Unicode-3.0", "LGPL-3.0", "LGPL-3.0-or-later"],
]);
/** @type {Record<string, string>} As packages write them -> as SPDX does. */
const spelled = { "MPL 2.0": "MPL-2.0" };

/** The licence as SPDX writes it. */
export const licenceOf = (/** @type {string} */ text) => spelled[text] ?? text;

/**
 * Whether a licence ("MIT", "(MIT OR EUPL-1.1+)", "Apache-2.0 AND MIT") may ship: of several one that we may choose, or all
 * that hold together.
 * @param {string | undefined} text
 */
export function mayShip(text) {
  return licenceOf(text ?? "")
    .replace(/^\(|\)$/g, "")
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((one) => allowed.has(one)));
}

/** @typedef {{ name: string, version: string, license?: string, integrity?: string, dev?: boolean, resolved?: string }} Package */

/**
 * Every package that ships, by the lockfile.
 * @returns {Package[]}
 */
export function shippedPackages() {
  /** @type {{ packages: Record<string, Package> }} */
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== "" && !dev)
    .map(([path, facts]) => ({ ...facts, name: facts.name ?? path.replace(/^.*node_modules\//, "") }));
}

/** One line for each package that may not ship: its licence, or no hash to know its bytes by. */
export function supplyFaults(packages = shippedPackages()) {
  return packages.flatMap(({ name, version, license, integrity }) => [
    ...(mayShip(license) ? [] : [`${name}@${version}: licence ${license ?? "unknown"}`]),
    ...(/^sha512-/.test(integrity ?? "") ? [] : [`${name}@${version}: no SHA-512 in package-lock.json`]),
  ]);
}
