// `npm start`: brings the runtime and the packages, builds what changed, and runs the product.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keepRunning } from "./keep-running.mjs";
import { ensureNode, ensurePackages, root, run, runtimeEnv } from "./runtime.mjs";

/** Fingerprint of everything the build reads: names, sizes and times. */
function sourcesFingerprint() {
  const hash = createHash("sha256");
  for (const folder of ["src", "bin"]) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      const stats = statSync(join(root, folder, entry));
      if (stats.isFile()) hash.update(`${folder}/${entry} ${stats.size} ${stats.mtimeMs}\n`);
    }
  }
  return hash.update(readFileSync(join(root, "package-lock.json"))).digest("hex");
}

/**
 * Builds where a source is newer than the build.
 * @param {string} node
 */
export async function ensureBuild(node) {
  const stamp = join(root, "build", "fingerprint");
  const wanted = sourcesFingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("Building…");
  if ((await run(node, ["bin/build.mjs"])) !== 0) throw new Error("The build failed; see the lines above.");
  writeFileSync(stamp, wanted);
}

/**
 * npm tells a SIGTERM only to the shell between it and us, which dies of it and leaves us behind (npm/cli#1591). So a
 * start by npm ends with that shell.
 */
export function stopWithNpm() {
  const shell = process.ppid;
  if (!process.env.npm_lifecycle_event) return;
  const look = () => process.ppid !== shell && process.kill(process.pid, "SIGTERM");
  setInterval(look, 250).unref();
}

if (process.argv[1] === import.meta.filename || process.argv[1]?.endsWith("start.mjs")) {
  const node = ensureNode();
  await ensurePackages(node);
  await ensureBuild(node);
  stopWithNpm();
  process.exit(
    await keepRunning(node, ["build/server/main.js"], { cwd: root, stdio: "inherit", env: runtimeEnv(node) }),
  );
}
