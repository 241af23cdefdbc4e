import { rmSync } from "node:fs";
import { join } from "node:path";
import { createBlobStore } from "../src/platform/blobs/blob-store.ts";
import { systemClock } from "../src/platform/clock.ts";
import { type Connection, openDatabase } from "../src/platform/database.ts";
import { createLogger } from "../src/platform/logger.ts";
import { startManagedPostgres } from "../src/platform/postgres/managed-postgres.ts";
import { migrate, readSchema } from "../src/platform/postgres/migrate.ts";
import { createSecrets } from "../src/platform/secrets.ts";
import { readConfig } from "../src/platform/settings/config.ts";
import type { Context } from "../src/platform/settings/context.ts";
import { agendaFaults } from "../src/scheduling/agenda/agenda-faults-reads.ts";
import { raceAgenda } from "../test/kit/agenda-race.ts";
import { callsASecond, prepareBookings } from "./agenda/agenda-bookings.ts";
import { createBookers } from "./agenda/agenda-http.ts";
import { searchFigures } from "./agenda/agenda-search.ts";
import { seedAgenda } from "./agenda/agenda-seed.ts";
import { makeDataFolder } from "./bench-database.ts";
import { compare, type Figure, weigh } from "./measure.ts";
import { spawnServer } from "./spawned-server.ts";

const rounds = 3;
const perHttpRound = 300;
/** Holds made before any counts, because a server that has just started is still compiling its own code. */
const warmHolds = 900;

/** The agenda's speed: free times, bookings in SQL and through the site, and the race with its kills. */
export async function* bench(): AsyncGenerator<Figure> {
  const dataFolder = makeDataFolder();
  // 64 clients beside the server's own connections.
  const settings = ["max_connections=120"];
  const postgres = await startManagedPostgres({ dataFolder, environment: process.env, settings });
  try {
    const connection = postgres.connection();
    await migrate(connection, readSchema(join(import.meta.dirname, "../db")));
    const ctx = openContext(connection, dataFolder);
    const bookings = 64 * 20 * 2 * (rounds + 1);
    const seed = await seedAgenda(ctx, bookings + warmHolds + perHttpRound * (rounds + 1));
    yield* searchFigures(ctx, seed);
    await prepareBookings(ctx, seed);
    const limit = () => callsASecond(connection, "bench_limit()");
    yield await compare(
      "bookings of 64 clients in SQL, against the same writes without choice",
      "1/s",
      { ours: () => callsASecond(connection, "bench_book()"), floor: limit },
      { atLeast: 0.6 },
      rounds,
    );
    yield* throughTheSite(dataFolder, seed, limit, bookings);
    const faults = await agendaFaults(ctx.db);
    yield weigh("faults of the agenda after all that", "faults", faults.length, 1, { atMost: 0 });
    await ctx.db.destroy();
  } finally {
    await postgres.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
  yield* race();
}

function openContext(connection: Connection, dataFolder: string): Context {
  const db = openDatabase(connection);
  const secrets = createSecrets(Buffer.alloc(32, 7));
  const config = readConfig({ CONFERE_DATA: dataFolder });
  const blobs = createBlobStore(join(dataFolder, "blobs"), db, secrets);
  return { db, clock: systemClock, blobs, secrets, config, log: createLogger({ level: "silent" }) };
}

async function* throughTheSite(
  dataFolder: string,
  seed: Awaited<ReturnType<typeof seedAgenda>>,
  limit: () => Promise<number>,
  used: number,
): AsyncGenerator<Figure> {
  const product = join(import.meta.dirname, "../build/server/main.js");
  const env = { CONFERE_DATA: dataFolder, CONFERE_DEMO: "0", SMTP_IN_PORT: "0", BEHIND_PROXY: "1", LOG_LEVEL: "error" };
  const server = await spawnServer([product], env);
  const bookers = createBookers(server.port, seed);
  let next = used;
  const hold = (count: number) => bookers.holdsASecond(seed.orders.slice(next, (next += count)));
  await hold(warmHolds);
  const ours = () => hold(perHttpRound);
  yield await compare(
    "holds of 64 clients through the site (rules, hold, audit, job), against the same writes in SQL",
    "1/s",
    { ours, floor: limit },
    { atLeast: 0.25 },
    rounds,
  );
  await server.stop();
}

async function* race(): AsyncGenerator<Figure> {
  const result = await raceAgenda({ tries: 10_000, kills: 20 });
  const { tries, kills, lost, faults } = result;
  yield weigh("racing tries", "tries", tries, 10_000, { atLeast: 1 });
  yield weigh("kills -9 among them, half of them of the database", "kills", kills.server + kills.database, 20, {
    atLeast: 1,
  });
  yield weigh("double bookings and wrong bitmaps in the race", "faults", faults.length, 1, { atMost: 0 });
  yield weigh("acknowledgements lost in the race", "acknowledgements", lost.length, 1, { atMost: 0 });
}
