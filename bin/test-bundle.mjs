// The tests as plain JavaScript: one bundle with shared parts, made in two seconds. Read through a loader, each of the
// 180 test processes would spend a second on nothing but turning the same sources into JavaScript again.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./runtime.mjs";

/**
 * A file goes on seeing itself where its source lies; workers are the built ones, as users run them.
 * @param {string} path
 */
function asSource(path) {
  const workers = path === join(root, "src/platform/worker-file.ts");
  const seen = workers ? join(root, "build/server/tests.js") : path;
  return readFileSync(path, "utf8")
    .replaceAll("import.meta.dirname", JSON.stringify(dirname(seen)))
    .replaceAll("import.meta.filename", JSON.stringify(seen))
    .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(seen).href));
}

let bundles = 0;

/** @type {import("esbuild").Plugin} */
const atHome = {
  name: "at-home",
  setup({ onLoad }) {
    onLoad({ filter: /[.](ts|tsx|mjs)$/ }, ({ path }) => ({
      contents: asSource(path),
      loader: path.endsWith(".tsx") ? "tsx" : "ts",
    }));
  },
};

/**
 * Bundles the test files (paths from the root) into a folder of this process and gives the bundled file's path -> its
 * source. The runner takes files in the order of their names, hence the number in front: the given order stays.
 * @param {readonly string[]} files
 */
export async function bundleTests(files) {
  const esbuild = await import("esbuild");
  const folder = join(root, "build", `tests-${process.pid}-${bundles++}`);
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(folder, { recursive: true });
  const entries = files.map((file, at) => ({
    in: join(root, file),
    out: `${String(at).padStart(3, "0")}-${file.replaceAll("/", "-").replace(/\.tsx?$/, "")}`,
  }));
  await esbuild.build({
    entryPoints: entries,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    packages: "external",
    format: "esm",
    platform: "node",
    target: "node24",
    jsx: "automatic",
    jsxImportSource: "preact",
    sourcemap: "linked",
    logLevel: "warning",
    plugins: [atHome],
  });
  return new Map(entries.map(({ out }, at) => [join(folder, `${out}.mjs`), files[at]]));
}
