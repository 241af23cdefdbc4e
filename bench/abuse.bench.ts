import { rmSync } from "node:fs";
import { join } from "node:path";
import { behindSlowPapers } from "./abuse/abuse-papers.ts";
import { signIns } from "./abuse/abuse-sign-ins.ts";
import { makeDataFolder } from "./bench-database.ts";
import type { Figure } from "./measure.ts";
import { spawnServer } from "./spawned-server.ts";

const product = join(import.meta.dirname, "../build/server/main.js");

/** Each part runs by its name (`--only`), on a product of its own. */
const parts: Record<string, (port: number) => AsyncGenerator<Figure>> = {
  papers: behindSlowPapers,
  "sign-ins": signIns,
};

/** What strangers cost everybody else: the product as it is started, attacked from the loopback, bounded in count and time. */
export async function* bench(only?: string): AsyncGenerator<Figure> {
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && only !== name) continue;
    const dataFolder = makeDataFolder();
    try {
      const server = await spawnServer([product], { CONFERE_DATA: dataFolder, CONFERE_DEMO: "1", SMTP_IN_PORT: "0" });
      yield* part(server.port);
      await server.stop();
    } finally {
      rmSync(dataFolder, { recursive: true, force: true });
    }
  }
}
