import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export type SpawnedServer = { child: ChildProcess; port: number; readyMs: number; stop(): Promise<void> };

/** An installation that is not a demo does not start without these. */
const certificateSites = "http://lcr1.exemplo.com.br,http://lcr2.exemplo.com.br";

/** Spawns the project's Node with `args` and waits for the first 200 of /health. The port is in PORT. Rejects if it exits. */
export async function spawnServer(args: string[], env: Record<string, string> = {}): Promise<SpawnedServer> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    env: { CERTIFICATE_SITES: certificateSites, ...process.env, ...env, PORT: String(port) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  // A bench that is interrupted leaves no server behind.
  const end = () => child.kill("SIGTERM");
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${args.join(" ")} ended with ${child.exitCode} before it was ready.`);
    await sleep(2);
  }
  const readyMs = performance.now() - began;
  return {
    child,
    port,
    readyMs,
    async stop() {
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: "127.0.0.1", port, path: "/health", agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).on("error", () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
