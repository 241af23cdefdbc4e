import { type ChildProcess, execFile, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { type Client, type Connection, openClient, sqlState } from "../database.ts";
import { type Binaries, findBinaries } from "./postgres-binaries.ts";
import { identity, type PostgresFolder, preparePostgresFolder } from "./postgres-folder.ts";

export interface ManagedPostgres {
  /** Where a database of this server is. The database `confere` exists. */
  connection(database?: string): Connection;
  /** Ends our hold on it; the server stops cleanly unless another process of this installation still uses it. */
  stop(): Promise<void>;
}

type Environment = Record<string, string | undefined>;

type ManagedPostgresOptions = {
  dataFolder: string;
  /** The caller's environment (PATH finds programs; the server inherits the rest). */
  environment: Environment;
  /** Extra `name=value` settings of the server that we start. */
  settings?: string[];
  onNotice?: (words: string) => void;
};

const user = "confere";
const startWithinMs = 300_000;
// Held shared by every process that uses the server, exclusively by the one that stops it.
const useLock = 7_234_002;

/**
 * Starts, or adopts, the PostgreSQL of this data folder: no TCP port, only a socket in a folder closed to other accounts.
 * A server that outlived a killed parent is adopted; one that dies is started again. Rejects with what to do where it
 * cannot run (the end of its log is in the message).
 */
export async function startManagedPostgres(options: ManagedPostgresOptions): Promise<ManagedPostgres> {
  const notice = options.onNotice ?? (() => {});
  const folder = preparePostgresFolder(options.dataFolder);
  let stopping = false;
  let hold = await ensureRunning(folder, options);
  const watch = (client: Client) =>
    client.once("end", async () => {
      for (let pause = 100; !stopping; pause = Math.min(pause * 2, 10_000)) {
        notice("The database server went away; starting it again.");
        try {
          hold = await ensureRunning(folder, options);
          watch(hold);
          return;
        } catch (error) {
          notice(`The database server does not start: ${(error as Error).message}`);
          await sleep(pause);
        }
      }
    });
  watch(hold);
  const { rowCount } = await hold.query("select 1 from pg_database where datname = 'confere'");
  if (rowCount === 0) await createDatabase(hold);
  return {
    connection: (database = "confere") => ({ host: folder.socket, user, database }),
    async stop() {
      stopping = true;
      await stopIfUnused(hold, folder);
    },
  };
}

async function createDatabase(client: Client): Promise<void> {
  const duplicateDatabase = "42P04";
  try {
    await client.query("create database confere");
  } catch (error) {
    // Two first starts at once: the other one made it.
    if (sqlState(error) !== duplicateDatabase && sqlState(error) !== "23505") throw error;
  }
}

/** A connection that holds the server in use: of the server that runs, or of one started now. */
async function ensureRunning(folder: PostgresFolder, options: ManagedPostgresOptions): Promise<Client> {
  const deadline = Date.now() + startWithinMs;
  let child: ChildProcess | undefined;
  let lastError: unknown;
  let launches = 0;
  while (Date.now() < deadline) {
    const client = await attach(folder).catch((error: unknown) => {
      lastError = error;
      return undefined;
    });
    if (client !== undefined) return client;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      if (!postmasterLives(folder)) {
        // Its own complaints (old backends not gone yet, two starts at once) pass by themselves within seconds.
        if (launches++ === 20) break;
        if (launches > 1) await sleep(250);
        child = await launch(folder, options);
      }
    }
    await sleep(25);
  }
  const words = lastError instanceof Error ? lastError.message : "no answer";
  throw new Error(`PostgreSQL does not start (${words}). End of ${folder.log}:\n${endOfLog(folder.log)}`);
}

/** Undefined where the server is about to stop. Rejects where it does not answer. */
async function attach(folder: PostgresFolder): Promise<Client | undefined> {
  const client = await openClient({ host: folder.socket, user, database: "postgres" });
  const { rows } = await client.query(
    "select pg_try_advisory_lock_shared($1) as held, current_setting('data_directory') as data",
    [useLock],
  );
  if (rows[0].held && rows[0].data === folder.data) return client;
  await client.end();
  if (rows[0].held) throw new Error(`the socket in ${folder.socket} belongs to a server of ${rows[0].data}`);
  return undefined;
}

/** The process number in the file; undefined where it is gone (a stopping server removes it at any moment) or empty. */
function pidIn(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whether the process named in postmaster.pid is the server of this folder (a number may have passed to another program). */
function postmasterLives(folder: PostgresFolder): boolean {
  const file = join(folder.data, "postmaster.pid");
  const pid = pidIn(file);
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  if (isPostmaster(pid, folder.data)) return true;
  // PostgreSQL itself would take the stranger for a running server and refuse to start.
  rmSync(file, { force: true });
  rmSync(join(folder.socket, ".s.PGSQL.5432.lock"), { force: true });
  return false;
}

/** The postmaster's first word is its program and its working folder is its data; a dead one not yet reaped has neither. */
function isPostmaster(pid: number, data: string): boolean {
  if (!existsSync("/proc/self/cmdline")) return true;
  try {
    const program = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0] ?? "";
    return /^(postgres|postmaster)$/.test(basename(program)) && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    // Gone meanwhile, or another account's: not the server that this account started.
    return false;
  }
}

async function launch(folder: PostgresFolder, options: ManagedPostgresOptions): Promise<ChildProcess> {
  const versionFile = join(folder.data, "PG_VERSION");
  const major = existsSync(versionFile) ? Number(readFileSync(versionFile, "utf8")) : undefined;
  const binaries = findBinaries(folder.home, folder.runAs, major, options.environment["PATH"] ?? "");
  if (major === undefined) await createCluster(folder, binaries, options.environment);
  if (existsSync(folder.log) && statSync(folder.log).size > 10_000_000) truncateSync(folder.log);
  const log = openSync(folder.log, "a", 0o600);
  const all = [
    "listen_addresses=",
    "shared_buffers=64MB",
    "max_connections=60",
    "jit=off",
    "unix_socket_permissions=0700",
  ];
  // A session of its own and a log file instead of a pipe: Ctrl-C in our terminal must not reach it before we have
  // drained, and it must be able to outlive us and be adopted.
  const child = spawn(
    join(binaries.folder, "postgres"),
    [
      "-D",
      folder.data,
      "-k",
      folder.socket,
      ...[...all, ...(options.settings ?? [])].flatMap((setting) => ["-c", setting]),
    ],
    {
      ...identity(folder.runAs),
      cwd: "/",
      detached: true,
      stdio: ["ignore", log, log],
      env: cleanEnvironment(options.environment),
    },
  );
  closeSync(log);
  child.unref();
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  return child;
}

/** initdb into a draft beside, then one rename: a half-made cluster is never taken for a whole one. */
async function createCluster(folder: PostgresFolder, binaries: Binaries, environment: Environment): Promise<void> {
  for (const name of readdirSync(folder.home).filter((entry) => entry.startsWith("draft-"))) {
    const path = join(folder.home, name);
    if (Date.now() - statSync(path).mtimeMs > 600_000) rmSync(path, { recursive: true, force: true });
  }
  const draft = join(folder.home, `draft-${process.pid}-${Date.now()}`);
  const options = { ...identity(folder.runAs), cwd: "/", env: cleanEnvironment(environment) };
  const flags = ["-U", user, "-E", "UTF8", "--locale=C", "--auth=trust", "--data-checksums"];
  await promisify(execFile)(join(binaries.folder, "initdb"), ["-D", draft, ...flags], options);
  try {
    renameSync(draft, folder.data);
  } catch (error) {
    if (!existsSync(join(folder.data, "PG_VERSION"))) throw error;
    // Two first starts at once: the other one's cluster is there already.
    rmSync(draft, { recursive: true, force: true });
  }
}

/** PG… variables of the caller (PGDATA, PGPORT) must not steer our server; words of the log stay English. */
function cleanEnvironment(environment: Environment): Environment {
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith("PG") && !name.startsWith("LC_"));
  return { ...Object.fromEntries(kept), LC_ALL: "C", TZ: "UTC" };
}

async function stopIfUnused(hold: Client, folder: PostgresFolder): Promise<void> {
  try {
    await hold.query("select pg_advisory_unlock_shared($1)", [useLock]);
    if (!(await isAlone(hold))) return await hold.end();
  } catch {
    // The connection is gone, so the server is stopping or dead: nothing to ask it.
    return;
  }
  const pid = pidIn(join(folder.data, "postmaster.pid"));
  if (pid === undefined) return await hold.end();
  const ended = new Promise((resolve) => hold.once("end", resolve));
  process.kill(pid, "SIGINT");
  await ended;
  // The file goes before the process does: wait for both.
  while (postmasterLives(folder) || isPostmaster(pid, folder.data)) await sleep(10);
}

/** Whether no other process uses the server. A killed one's backend holds its lock until it notices: it gets a moment. */
async function isAlone(hold: Client): Promise<boolean> {
  for (const deadline = Date.now() + 1_500; ; await sleep(50)) {
    const { rows } = await hold.query("select pg_try_advisory_lock($1) as alone", [useLock]);
    if (rows[0].alone || Date.now() > deadline) return rows[0].alone;
  }
}

function endOfLog(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8").slice(-1500) : "(no log)";
}
