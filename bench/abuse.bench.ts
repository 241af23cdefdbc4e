import { rmSync } from "node:fs";
import { join } from "node:path";
import { signIns } from "./abuse-sign-ins.ts";
import { makeDataFolder } from "./bench-database.ts";
import type { Figure } from "./measure.ts";
import { spawnServer } from "./spawned-server.ts";

const product = join(import.meta.dirname, "../build/server/main.js");

/** What strangers cost everybody else: the product as it is started, attacked from the loopback, bounded in count and time. */
export async function* bench(): AsyncGenerator<Figure> {
  const dataFolder = makeDataFolder();
  try {
    const server = await spawnServer([product], { CONFERE_DATA: dataFolder, CONFERE_DEMO: "1", SMTP_IN_PORT: "0" });
    yield* signIns(server.port);
    await server.stop();
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}
