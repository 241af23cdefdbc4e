import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";
import { builtFilePath } from "../contract/program-addresses.ts";
import { Failure } from "../platform/failures/failure.ts";

/** build/public, whether this file runs from source or from the bundle. */
const folder = ["../../build/public", "../public"]
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(path));

let manifest: Record<string, string> | undefined;

/** Address of a built file ("app.css", "room-island.js"). Throws when the build lacks it: a page without it is broken. */
export function assetUrl(name: string): string {
  if (!folder) throw new Error("build/public is missing: run `node bin/node.mjs bin/build.mjs` first");
  manifest ??= JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Record<string, string>;
  const hashed = manifest[name];
  if (!hashed) throw new Error(`no built file "${name}"`);
  return builtFilePath(hashed);
}

/** Where a built file lies. Throws as `assetUrl` does. */
export function assetPath(name: string): string {
  return join(folder ?? "", assetUrl(name).slice(builtFilePath("").length));
}

const texts = new Map<string, string>();

/** The text of a built file, for a page that carries it or an address of its own. Throws as `assetUrl` does. */
export function assetText(name: string): string {
  const address = assetUrl(name);
  const known = texts.get(address);
  if (known !== undefined) return known;
  const text = readFileSync(assetPath(name), "utf8").trim();
  texts.set(address, text);
  return text;
}

const mediaTypes: Record<string, string> = { css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" };

/** Serves /_/<hashed file> with a year of cache, precompressed. Names come from the manifest only. */
export function assetFiles(app: FastifyInstance): void {
  app.get<{ Params: { file: string } }>(
    builtFilePath.route,
    { config: { rateLimit: false } },
    async (request, reply) => {
      const { file } = request.params;
      assetUrl("app.css");
      if (!folder || !Object.values(manifest ?? {}).includes(file)) throw new Failure("not-found");
      const accepted = String(request.headers["accept-encoding"] ?? "");
      const encoding = /\bbr\b/.test(accepted) ? "br" : /\bgzip\b/.test(accepted) ? "gzip" : undefined;
      const ending = encoding === "br" ? ".br" : encoding === "gzip" ? ".gz" : "";
      if (encoding) reply.header("content-encoding", encoding);
      return reply
        .header("cache-control", "public, max-age=31536000, immutable")
        .header("vary", "accept-encoding")
        .type(mediaTypes[file.split(".").at(-1) ?? ""] ?? "application/octet-stream")
        .send(await readFile(join(folder, `${file}${ending}`)));
    },
  );
}
