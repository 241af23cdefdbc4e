import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

export const root = join(import.meta.dirname, "../..");
export const house = readFileSync(join(root, "docs/architecture.md"), "utf8");
/** docs/architecture.md, "Who may know whom": a domain imports only what stands left of it. */
export const order = house.match(/^`(contract < .* < faces)`$/m)![1]!.split(" < ");
/**
 * docs/architecture.md as well: the rooms of a folder; a room imports only what stands left of it. `root`: the files
 * beside the rooms.
 */
export const rooms = [...house.matchAll(/^\| `([\w/-]+)` \| `([\w -]+(?: < [\w-]+)+)` \|/gm)].map(
  ([, folder, line]) => [`src/${folder}/`, line!.split(" < ")] as const,
);
export const apart = ["pki", "media", "browser"];
export const sources = globSync("src/**/*.{ts,tsx}", { cwd: root }).map((path) => path.replaceAll("\\", "/"));
export const product = sources.filter((path) => !/\.test\.tsx?$/.test(path));
export const text = (path: string) => readFileSync(join(root, path), "utf8");
/** The composition root and its late parts. */
export const isMain = (path: string) => /^src\/main(-[a-z]+)?\.ts$/.test(path);
/** The first folder: its domain, whatever the room. */
export const folderOf = (path: string) => path.split("/")[1]!;

/** Every relative import of a file: [path under the root, is it `import type`]. */
export function importsOf(path: string): [string, boolean][] {
  const found = text(path).matchAll(/(?:import|export)\s+(type\s)?[^;"]*?from\s+"(\.[^"]+)"|import\("(\.[^"]+)"\)/g);
  return [...found].map((match) => [normalize(join(dirname(path), match[2] ?? match[3]!)), Boolean(match[1])]);
}

export const edges = product.flatMap((path) => importsOf(path).map(([to, isType]) => ({ path, to, isType })));
export const offences = (fits: (edge: (typeof edges)[number]) => boolean) =>
  edges.filter(fits).map(({ path, to }) => `${path} -> ${to}`);
