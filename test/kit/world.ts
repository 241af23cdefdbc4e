import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createBlobStore } from "../../src/platform/blobs/blob-store.ts";
import type { Clock } from "../../src/platform/clock.ts";
import { type Connection, openDatabase } from "../../src/platform/database.ts";
import { runDueJobs } from "../../src/platform/jobs/job-worker.ts";
import type { DomainJobs } from "../../src/platform/jobs/jobs.ts";
import { createLogger, type Logger } from "../../src/platform/logger.ts";
import { createSecrets } from "../../src/platform/secrets.ts";
import { type Config, readConfig } from "../../src/platform/settings/config.ts";
import type { Context } from "../../src/platform/settings/context.ts";
import { createTestDatabase } from "./test-database.ts";

/** The clock of a world: stands still until the test moves it. */
export class TestClock implements Clock {
  #now: Date;

  constructor(start: Date) {
    this.#now = start;
  }

  now(): Date {
    return new Date(this.#now);
  }

  set(now: Date | string): void {
    this.#now = new Date(now);
  }

  advance(step: { days?: number; hours?: number; minutes?: number; seconds?: number }): void {
    const { days = 0, hours = 0, minutes = 0, seconds = 0 } = step;
    this.#now = new Date(this.#now.getTime() + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
  }
}

export interface World extends AsyncDisposable {
  ctx: Context;
  clock: TestClock;
  connection: Connection;
  /** Runs every job due by the world's clock, and what those bring; see `runDueJobs`. */
  runJobs(domains: DomainJobs, options?: { tolerate?: boolean }): Promise<void>;
  close(): Promise<void>;
}

// Monday, 10:00 in São Paulo.
const start = new Date("2026-11-23T13:00:00Z");

/**
 * A world of one test: its own empty database, data folder and clock. Use `await using world = await createWorld()`,
 * or call `close` at the end.
 */
export async function createWorld(options: { config?: Partial<Config>; log?: Logger } = {}): Promise<World> {
  const { connection, drop } = await createTestDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), "confere-world-"));
  // A test's clock jumps by minutes between two acts of a person: their desk locks only when the sign-in ends, unless
  // the test is about the lock.
  const usual = { ...readConfig({ CONFERE_DATA: dataFolder }), deskLockMinutes: 30 };
  // The lists of a demo are at its own address, as the settings would have it.
  const { publicUrl = usual.publicUrl } = options.config ?? {};
  const certificateFolders = [`${publicUrl}/ac`, `${publicUrl}/ac/2`] as const;
  const config = Object.freeze({ ...usual, certificateFolders, ...options.config });
  const db = openDatabase(connection, undefined, 6);
  const secrets = createSecrets(Buffer.alloc(32, 7));
  const clock = new TestClock(start);
  const log = options.log ?? createLogger({ level: process.env["CONFERE_TEST_LOG"] ?? "silent" });
  const ctx: Context = {
    db,
    clock,
    blobs: createBlobStore(join(dataFolder, "blobs"), db, secrets),
    secrets,
    config,
    log,
  };
  let closing: Promise<void> | undefined;
  const close = () =>
    (closing ??= (async () => {
      await db.destroy();
      await drop();
      rmSync(dataFolder, { recursive: true, force: true });
    })());
  return {
    ctx,
    clock,
    connection,
    runJobs: (domains, how) => runDueJobs(ctx, domains, clock.now(), how),
    close,
    [Symbol.asyncDispose]: close,
  };
}
