import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = join(import.meta.dirname, "../../..");
/** What certificates point to where the product runs in earnest; it does not start without. */
export const certificateSites = "http://lcr1.exemplo.com.br,http://lcr2.exemplo.com.br";

export type DemoAccount = { name: string; email: string; password: string; roles: string[] };

/** The product as a user starts it: the bundle in a process of its own, with a data folder that outlives kills. */
export interface Product {
  url: string;
  smtpPort: number;
  dataFolder: string;
  output(): string;
  /** Last lines of the log: no personal data is in it. */
  log(): string;
  accounts(): DemoAccount[];
  /** Whether the process of the last start still runs. */
  isRunning(): boolean;
  /** SIGKILL, as a power cut of the process; the database and the media workers are left to fend for themselves. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** SIGTERM; resolves with the exit code and the milliseconds it took. */
  stop(): Promise<{ code: number | null; ms: number }>;
  remove(): Promise<void>;
}

/** A port nobody listens on right now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** Another program may take a port between its being found free and the product's taking it. */
const mostTries = 3;

/** Starts the built product on free ports. Rejects with its output when it does not become ready. */
export async function startProduct(env: Record<string, string> = {}): Promise<Product> {
  for (let tries = 1; ; tries++) {
    try {
      return await startOn(await freePort(), await freePort(), env);
    } catch (error) {
      if (tries === mostTries || !/EADDRINUSE/.test(String(error))) throw error;
    }
  }
}

async function startOn(port: number, smtpPort: number, env: Record<string, string>): Promise<Product> {
  const dataFolder = mkdtempSync(join(tmpdir(), "confere-product-"));
  const url = `http://localhost:${port}`;
  let child: ChildProcess | undefined;
  let output = "";

  const product: Product = {
    url,
    smtpPort,
    dataFolder,
    output: () => output,
    log: () => readFileSync(join(dataFolder, "confere.log"), "utf8").split("\n").slice(-60).join("\n"),
    accounts: () => JSON.parse(readFileSync(join(dataFolder, "demo-accounts.json"), "utf8")) as DemoAccount[],
    isRunning: () => child?.exitCode === null && child.signalCode === null,
    async start() {
      const started = spawn(process.execPath, ["--enable-source-maps", "build/server/main.js"], {
        cwd: root,
        env: {
          ...(env["CONFERE_DEMO"] === "0" && { CERTIFICATE_SITES: certificateSites }),
          PATH: process.env["PATH"],
          HOME: process.env["HOME"],
          PORT: String(port),
          SMTP_IN_PORT: String(smtpPort),
          CONFERE_DATA: dataFolder,
          // On a busy machine minutes pass between two acts of a test's person; the lock has a test of its own.
          DESK_LOCK_MINUTES: "30",
          ...env,
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      child = started;
      const already = output.length;
      for (const stream of [started.stdout!, started.stderr!]) stream.on("data", (chunk) => (output += String(chunk)));
      for (const deadline = Date.now() + 90_000; Date.now() < deadline; await sleep(50)) {
        if (started.exitCode !== null) throw new Error(`the product ended with ${started.exitCode}:\n${output}`);
        // The site answers a little before the rest (the mail receiver) is up; "ready" is printed last of all.
        if (!/^ready$/m.test(output.slice(already))) continue;
        const answer = await fetch(`${url}/health`).catch(() => undefined);
        if (answer?.status === 200) return;
      }
      throw new Error(`the product did not become ready:\n${output}`);
    },
    async kill() {
      if (!child || child.exitCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
    async stop() {
      const running = child!;
      const begun = Date.now();
      if (running.exitCode === null) {
        running.kill("SIGTERM");
        await once(running, "exit");
      }
      return { code: running.exitCode, ms: Date.now() - begun };
    },
    async remove() {
      await product.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
  try {
    await product.start();
  } catch (error) {
    await product.remove();
    throw error;
  }
  return product;
}
