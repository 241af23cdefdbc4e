import type { BlobStore } from "../blobs/blob-store.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../database.ts";
import type { Logger } from "../logger.ts";
import type { Secrets } from "../secrets.ts";
import type { Config } from "./config.ts";

/** What every use case may lean on; made once by main.ts, by test/kit/world.ts in tests. */
export interface Context {
  db: Database;
  clock: Clock;
  blobs: BlobStore;
  secrets: Secrets;
  config: Config;
  log: Logger;
}
