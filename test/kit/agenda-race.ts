import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { describeApplicant } from "../../src/orders/draft/describe-applicant.ts";
import { startOrder } from "../../src/orders/draft/start-order.ts";
import { createBlobStore } from "../../src/platform/blobs/blob-store.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { type Connection, openDatabase, sql } from "../../src/platform/database.ts";
import { createLogger } from "../../src/platform/logger.ts";
import { type ManagedPostgres, startManagedPostgres } from "../../src/platform/postgres/managed-postgres.ts";
import { migrate, readSchema } from "../../src/platform/postgres/migrate.ts";
import { createSecrets } from "../../src/platform/secrets.ts";
import { readConfig } from "../../src/platform/settings/config.ts";
import type { Context } from "../../src/platform/settings/context.ts";
import type { Cpf } from "../../src/platform/taxpayer-id.ts";
import { type AgendaFault, agendaFaults } from "../../src/scheduling/agenda/agenda-faults-reads.ts";
import { lostAcknowledgements, type Said, type Standing } from "./agenda-history.ts";
import { maria, openShop } from "./shop.ts";

export type RaceResult = {
  tries: number;
  done: number;
  refused: number;
  /** Acts whose answer a kill swallowed. */
  unknown: number;
  kills: { server: number; database: number };
  seconds: number;
  lost: string[];
  faults: AgendaFault[];
};

const racers = 2;
const lanesEach = 12;
const ordersOfLane = 5;
const program = join(import.meta.dirname, "../programs/agenda-racer.ts");

/**
 * Two server processes with twelve lanes each fight over sixteen half hours of three agents, while a process or the whole
 * database is killed (-9) again and again; then everything said is judged against everything there. A database of its
 * own, with the product's own settings and its supervisor. Stops at `tries` acts begun.
 */
export async function raceAgenda(options: { tries: number; kills: number }): Promise<RaceResult> {
  const dataFolder = mkdtempSync(join(tmpdir(), "confere-race-"));
  chmodSync(dataFolder, 0o711);
  const postgres = await startManagedPostgres({ dataFolder, environment: process.env });
  try {
    await migrate(postgres.connection(), readSchema(join(import.meta.dirname, "../../db")));
    const { ctx, lanes, starts } = await prepare(postgres, dataFolder);
    const began = performance.now();
    const { history, kills } = await race({ ...options, dataFolder, lanes, starts, connection: postgres.connection() });
    const seconds = (performance.now() - began) / 1000;
    const verdict = await judge(ctx, history);
    await ctx.db.destroy();
    const count = (outcome: Said["outcome"]) => history.filter((said) => said.outcome === outcome).length;
    const [tries, done, refused] = [count("begun"), count("done"), count("refused")];
    return { tries, done, refused, unknown: tries - done - refused, kills, seconds, ...verdict };
  } finally {
    await postgres.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

async function prepare(postgres: ManagedPostgres, dataFolder: string) {
  const db = openDatabase(postgres.connection());
  const secrets = createSecrets(Buffer.alloc(32, 7));
  const ctx: Context = {
    db,
    clock: systemClock,
    blobs: createBlobStore(join(dataFolder, "blobs"), db, secrets),
    secrets,
    config: readConfig({ CONFERE_DATA: dataFolder }),
    log: createLogger({ level: "silent" }),
  };
  const { productId } = await openShop(ctx, { agents: 3 });
  const lanes: string[][] = [];
  for (let lane = 0; lane < racers * lanesEach; lane++) {
    const orders: string[] = [];
    for (let n = 0; n < ordersOfLane; n++) {
      const { orderId } = await startOrder(ctx, { productId });
      // Every third person has an order in the next lane too, so that the race also fights over one holder in two
      // places.
      const person = n % 3 === 0 ? `${900 + Math.floor(lane / 2)}` : `${100 + lane}`;
      const cpf = `${person}${n}`.padStart(11, "7") as Cpf;
      await describeApplicant(ctx, { orderId, data: { ...maria, cpf }, by: "installation" });
      orders.push(orderId);
    }
    lanes.push(orders);
  }
  const tomorrow = Math.floor(Date.now() / 86_400_000 + 1) * 86_400_000;
  // Half of them stand over the seam of the agenda's days (06:00 UTC).
  const starts = Array.from({ length: 16 }, (_, n) => new Date(tomorrow + (16 + n) * 15 * 60_000).toISOString());
  return { ctx, lanes, starts };
}

type Plan = {
  tries: number;
  kills: number;
  dataFolder: string;
  lanes: string[][];
  starts: string[];
  connection: Connection;
};

async function race(plan: Plan): Promise<{ history: Said[]; kills: RaceResult["kills"] }> {
  const history: Said[] = [];
  const kills = { server: 0, database: 0 };
  let begun = 0;
  const start = (n: number) =>
    startRacer(plan, n, (said) => {
      history.push(said);
      if (said.outcome === "begun") begun++;
    });
  const running = Array.from({ length: racers }, (_, n) => start(n));
  try {
    for (let kill = 1; kill <= plan.kills; kill++) {
      await until(() => begun >= (plan.tries * kill) / (plan.kills + 1));
      if (kill % 2 === 1) {
        const n = Math.floor(kill / 2) % racers;
        await running[n]!.end();
        running[n] = start(n);
        kills.server++;
      } else {
        killDatabase(join(plan.dataFolder, "postgres/data"));
        kills.database++;
      }
    }
    await until(() => begun >= plan.tries);
  } finally {
    await Promise.all(running.map((racer) => racer.end()));
  }
  return { history, kills };
}

/** A racer with its share of the lanes; `end` kills it and waits until its last words are read. */
function startRacer(plan: Plan, n: number, hear: (said: Said) => void): { end(): Promise<void> } {
  const lanes = plan.lanes.slice(n * lanesEach, (n + 1) * lanesEach);
  const words = [plan.connection, lanes, plan.starts].map((value) => JSON.stringify(value)) as [string, string, string];
  const args = ["--import", "tsx", program, words[0], plan.dataFolder, words[1], words[2]];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  let broken: string | undefined;
  createInterface({ input: child.stdout! }).on("line", (line) => {
    // The very last line of a killed process may be half of one.
    if (line.endsWith("}")) hear(JSON.parse(line) as Said);
  });
  child.once("exit", (code) => {
    if (code !== null) broken = `a racer ended by itself with ${code}`;
  });
  return {
    async end() {
      child.kill("SIGKILL");
      await closed;
      if (broken) throw new Error(broken);
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 120_000; !condition(); await sleep(5))
    if (Date.now() > end) throw new Error("the race came to a standstill");
}

/** The postmaster first, then its children, as a machine that runs out of memory would. */
function killDatabase(cluster: string): void {
  const file = join(cluster, "postmaster.pid");
  if (!existsSync(file)) return;
  const parent = readFileSync(file, "utf8").split("\n")[0]!;
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(name) === parent);
  for (const pid of [parent, ...children]) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

function parentOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ")[1];
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

async function judge({ db }: Context, history: Said[]): Promise<{ lost: string[]; faults: AgendaFault[] }> {
  // What a killed process left open ends with its connection; nobody writes any more after this.
  const others = sql<{ n: number }>`select count(*) as n from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`;
  while ((await others.execute(db)).rows[0]!.n > 0) await sleep(20);
  const { rows } = await sql<Omit<Standing, "startsAt"> & { startsAt: Date }>`
    select id, order_id as "orderId", agent_id as "agentId", lower(during) as "startsAt", status
    from appointments`.execute(db);
  const standings = rows.map((row) => ({ ...row, startsAt: row.startsAt.toISOString() }));
  return { lost: lostAcknowledgements(history, standings), faults: await agendaFaults(db) };
}
