import { join } from "node:path";
import { startMailReceiver } from "../../src/documents/mail/mail-receiver.ts";
import { createBlobStore } from "../../src/platform/blobs/blob-store.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { type Connection, openDatabase } from "../../src/platform/database.ts";
import { createLogger } from "../../src/platform/logger.ts";
import { createSecrets } from "../../src/platform/secrets.ts";
import { readConfig } from "../../src/platform/settings/config.ts";

/** A receiver alone, for the test that kills it: says its port on standard output. Arguments: connection, data folder. */
const connection = JSON.parse(process.argv[2]!) as Connection;
const dataFolder = process.argv[3]!;
const db = openDatabase(connection, undefined, 3);
const secrets = createSecrets(Buffer.alloc(32, 7));
const receiver = await startMailReceiver(
  {
    db,
    clock: systemClock,
    secrets,
    blobs: createBlobStore(join(dataFolder, "blobs"), db, secrets),
    config: readConfig({ CONFERE_DATA: dataFolder }),
    log: createLogger({ level: "silent" }),
  },
  0,
);
console.log(receiver.port);
