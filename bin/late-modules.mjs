// esbuild plugin of the server's build: a module of ours runs when something of it is first used, not when it is imported.
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import * as esbuild from "esbuild";

/**
 * What `import` becomes: `var import_x = require("x")` is `var import_x_, import_x = () => import_x_ ??= require("x")`, and
 * each use of it a call. esbuild makes up the names, so no other word of a file is one of them. What `import()` names is
 * a module in this form as well: all it exports is the `default` of its file.
 * @param {string} code
 */
export function late(code) {
  /** @type {string[]} */
  const names = [];
  const bound = inAscii(code)
    .replace(/^var (import_\w+) = (.+);$/gm, (_, name, loaded) => {
      names.push(name);
      return `var ${name}_, ${name} = () => ${name}_ ??= ${loaded};`;
    })
    .replace(/\bimport\("[^"]+[.]tsx?"\)/g, "$&.then((part) => part.default)");
  if (names.length === 0) return bound;
  return bound.replace(new RegExp(`\\b(${names.join("|")})\\b(?! = \\(\\) =>)`, "g"), "($1())");
}

/**
 * esbuild writes texts in ASCII and leaves patterns as they are. One sign outside of Latin 1 makes Node keep the whole file
 * at two bytes a sign, for as long as it runs: in patterns too it is named by its number.
 * @param {string} code
 */
export function inAscii(code) {
  const named = (/** @type {string} */ sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return code.replace(/\\[\s\S]|[^\0-\x7f]/g, (found) => (/^[\0-\x7f]+$/.test(found) ? found : named(found.slice(-1))));
}

const namespace = "late";
const ours = /[.]tsx?$/;

/**
 * Works on the entry and all that it reaches of our own sources; packages stay as they are.
 * @param {string} outdir
 * @param {esbuild.TransformOptions} options
 * @returns {esbuild.Plugin}
 */
export const lateModules = (outdir, options) => ({
  name: "late-modules",
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: ours }, ({ path, importer, kind }) => ({
      path: kind === "entry-point" ? path : join(dirname(importer), path),
      namespace,
    }));
    // A package with two forms is taken in the one that an `import` gets: never both of it.
    onResolve({ filter: /^[^./]/, namespace }, ({ path, kind, resolveDir, pluginData }) =>
      kind === "require-call" && pluginData !== namespace
        ? resolve(path, { kind: "import-statement", resolveDir, pluginData: namespace })
        : undefined,
    );
    // An `import` of node:http makes Node fill in every lazy export of it, undici included (20 ms); a `require` does not.
    onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === "import-statement" ? { path, namespace: "builtin" } : undefined,
    );
    onLoad({ filter: /./, namespace: "builtin" }, ({ path }) => ({
      contents: `module.exports = require("${path}");`,
    }));
    onLoad({ filter: ours, namespace }, async ({ path }) => {
      const { code } = await esbuild.transform(await readFile(path, "utf8"), {
        ...options,
        loader: path.endsWith("x") ? "tsx" : "ts",
        format: "cjs",
        sourcefile: relative(outdir, path),
        supported: { "dynamic-import": true },
        sourcemap: "inline",
      });
      return { contents: late(code), loader: "js", resolveDir: dirname(path) };
    });
  },
});
