import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startManagedPostgres } from "../src/platform/postgres/managed-postgres.ts";
import { makeDataFolder } from "./bench-database.ts";
import { compare } from "./measure.ts";
import { residentBytes } from "./process-cost.ts";
import { spawnServer } from "./spawned-server.ts";

const bareServer = `require("node:http").createServer((_, reply) => reply.end("ok")).listen(process.env.PORT, "127.0.0.1")`;
const product = join(import.meta.dirname, "../build/server/main.js");
const rounds = 7;

const onePageADoor = ["/", "/desk/entrar", "/api/v1/registration-authorities"];
const settlesWithinMs = 2_000;

/**
 * From the spawn to the first 200 of /health, on a data folder that has been used before. Pages and jobs are loaded
 * after that, so the first page and the memory of a server in use are figures of their own.
 */
export async function* bench() {
  const dataFolder = makeDataFolder();
  const env = { CONFERE_DATA: dataFolder, CONFERE_DEMO: "0", SMTP_IN_PORT: "0", NODE_ENV: "production" };
  const startOf = async (args: string[]) => {
    const server = await spawnServer(args, env);
    const memory = residentBytes(server.child.pid!) / 1_048_576;
    await server.stop();
    return { ms: server.readyMs, memory };
  };
  /** The same up to the first page, and the memory when each door has been asked and the jobs run. */
  const useOf = async () => {
    const began = performance.now();
    const server = await spawnServer([product], env);
    const ask = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${server.port}${path}`);
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
      await answer.text();
    };
    await ask(onePageADoor[0]!);
    const ms = performance.now() - began;
    for (const path of onePageADoor.slice(1)) await ask(path);
    await sleep(settlesWithinMs);
    const memory = residentBytes(server.child.pid!) / 1_048_576;
    await server.stop();
    return { ms, memory };
  };
  const ours = () => startOf([product]);
  const floor = () => startOf(["-e", bareServer]);
  const openDatabase = () => startManagedPostgres({ dataFolder, environment: process.env });
  await ours();

  const held = await openDatabase();
  yield await compare(
    "start to the first answer, its database running",
    "ms",
    { ours: async () => (await ours()).ms, floor: async () => (await floor()).ms },
    { atMost: 4 },
    rounds,
  );
  yield await compare(
    "start to the first page, its database running",
    "ms",
    { ours: async () => (await useOf()).ms, floor: async () => (await floor()).ms },
    { atMost: 8 },
    rounds,
  );
  yield await compare(
    "memory of the server process in use, every door asked and the jobs running",
    "MB",
    { ours: async () => (await useOf()).memory, floor: async () => (await floor()).memory },
    { atMost: 2.5 },
    3,
  );
  yield await compare(
    "memory of the server process once it answers",
    "MB",
    { ours: async () => (await ours()).memory, floor: async () => (await floor()).memory },
    { atMost: 2.5 },
    3,
  );
  await held.stop();

  const databaseAlone = async () => {
    const began = performance.now();
    const server = await openDatabase();
    const ms = performance.now() - began;
    await server.stop();
    return ms;
  };
  yield await compare(
    "start to the first answer with its database, against bare node and then the database",
    "ms",
    { ours: async () => (await ours()).ms, floor: async () => (await floor()).ms + (await databaseAlone()) },
    { atMost: 4 },
    rounds,
  );
  rmSync(dataFolder, { recursive: true, force: true });
}
