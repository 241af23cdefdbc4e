// Fetches one package from npm whose bytes are known beforehand: what comes with another hash is not used.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Installs `name` of this version under `folder`/node_modules, without running anything of it. False where npm could not,
 * or where the hash (`integrity`, as npm writes it: sha512 in base64) is not the one of what came: npm's words are printed.
 * @param {string} folder
 * @param {{ name: string, version: string, integrity: string }} wanted
 */
export function fetchPinned(folder, { name, version, integrity }, env = process.env) {
  const own = { name: "confere-runtime", private: true, dependencies: { [name]: version } };
  const lock = {
    name: own.name,
    lockfileVersion: 3,
    requires: true,
    packages: { "": own, [`node_modules/${name}`]: { version, integrity } },
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(own, null, 2));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify(lock, null, 2));
  const done = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  return done.status === 0;
}
