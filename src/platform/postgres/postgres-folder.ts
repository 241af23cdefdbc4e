import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The account PostgreSQL runs as: our own (both undefined), or an unprivileged one when we are root, which it refuses. */
export type RunAs = { uid: number | undefined; gid: number | undefined };

/** Everything of one managed server: `home` (ours to fill), `data` (the cluster), `socket` (where it listens), `log`. */
export type PostgresFolder = { home: string; data: string; socket: string; log: string; runAs: RunAs };

// Unix socket addresses end at 107 bytes on Linux, 103 on macOS, and hold "/.s.PGSQL.5432" too.
const longestSocketFolder = 103 - "/.s.PGSQL.5432".length;

/**
 * Finds or makes the folder of the database of `dataFolder`. As root it must be one that an unprivileged account can
 * enter; where the data folder is closed to it (a checkout below /root) another is made and remembered in the file
 * `postgres-folder` of the data folder.
 */
export function preparePostgresFolder(dataFolder: string): PostgresFolder {
  const root = process.getuid?.() === 0;
  mkdirSync(dataFolder, { recursive: true, mode: 0o711 });
  const record = join(dataFolder, "postgres-folder");
  const remembered = existsSync(record) ? readFileSync(record, "utf8").trim() : undefined;
  const home = remembered ?? join(dataFolder, "postgres");
  if (!root) {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    return layout(home, { uid: undefined, gid: undefined });
  }
  // The data folder is ours to open for passing through (its secrets are closed one by one); its parents are not.
  if (statSync(dataFolder).uid === 0) chmodSync(dataFolder, 0o711);
  const known = existsSync(home) ? statSync(home) : undefined;
  const runAs = known && known.uid !== 0 ? { uid: known.uid, gid: known.gid } : unprivilegedAccount();
  if (claim(home, runAs)) return layout(home, runAs);
  if (remembered !== undefined)
    throw new Error(`The database folder ${home} (named in ${record}) cannot be entered any more.`);
  const tag = createHash("sha256").update(resolve(dataFolder)).digest("hex").slice(0, 12);
  for (const parent of ["/var/lib", "/var/db", "/opt", "/srv"]) {
    const place = join(parent, `confere-${tag}`);
    if (!existsSync(parent) || !claim(place, runAs)) continue;
    writeFileSync(record, `${place}\n`, { flush: true });
    return layout(place, runAs);
  }
  throw new Error(
    `The account that runs PostgreSQL cannot enter ${dataFolder}. ` +
      "Set CONFERE_DATA to a folder that other accounts may pass through, or set DATABASE_URL.",
  );
}

/** Makes `folder` (0700, the account's own) if need be; false where the account cannot work in it. */
function claim(folder: string, runAs: RunAs): boolean {
  const fresh = !existsSync(folder);
  if (fresh) mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (fresh || statSync(folder).uid === 0) chownSync(folder, runAs.uid!, runAs.gid!);
  return canDo(runAs, 'cd "$1" && test -w .', folder);
}

/** Whether the account can do what the shell line says about `path` ($1): asked of the system, not computed from modes. */
export function canDo(runAs: RunAs, line: string, path: string): boolean {
  const done = spawnSync("/bin/sh", ["-c", line, "sh", path], { ...identity(runAs), cwd: "/", stdio: "ignore" });
  return done.status === 0;
}

/** Options of `spawn` for the account. */
export function identity(runAs: RunAs): { uid?: number; gid?: number } {
  return runAs.uid === undefined ? {} : { uid: runAs.uid, gid: runAs.gid! };
}

function unprivilegedAccount(): RunAs {
  const accounts = existsSync("/etc/passwd") ? readFileSync("/etc/passwd", "utf8").split("\n") : [];
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  return { uid: 65534, gid: 65534 };
}

function layout(home: string, runAs: RunAs): PostgresFolder {
  return { home, data: join(home, "data"), socket: socketFolder(home, runAs), log: join(home, "postgres.log"), runAs };
}

function socketFolder(home: string, runAs: RunAs): string {
  const near = join(home, "socket");
  const tag = createHash("sha256").update(home).digest("hex").slice(0, 12);
  const folder = Buffer.byteLength(near) <= longestSocketFolder ? near : join(tmpdir(), `confere-${tag}`);
  if (Buffer.byteLength(folder) > longestSocketFolder) throw new Error(`No path short enough for a socket: ${folder}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  const owner = runAs.uid ?? process.getuid?.();
  if (runAs.uid !== undefined && found.uid === 0) chownSync(folder, runAs.uid, runAs.gid!);
  // In a folder that everybody may write to, somebody else could have made it first: trust is by ownership.
  else if (!found.isDirectory() || (owner !== undefined && found.uid !== owner))
    throw new Error(`${folder} belongs to somebody else; remove it and start again.`);
  chmodSync(folder, 0o700);
  return folder;
}
