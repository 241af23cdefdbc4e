import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { type Database, sql } from "./database.ts";

/** What the installation keeps for itself: everything below hangs on the one master key. */
export interface Secrets {
  /** Encrypts so that only this installation can read it and any change is noticed (AES-256-GCM). */
  seal(plain: Uint8Array | string): Buffer;
  /** The plain content of `seal`. Throws where the bytes were changed or belong to another master key. */
  open(sealed: Uint8Array): Buffer;
  /** Keyed hash in hex; another `purpose` is another key, so values of one use never match those of another. */
  hmac(purpose: string, data: string | Uint8Array): string;
}

const version = 1;

export function createSecrets(masterKey: Uint8Array): Secrets {
  if (masterKey.length !== 32) throw new Error("The master key must have 32 bytes.");
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", masterKey, "", `confere/${purpose}`, 32));
  const sealKey = derive("seal");
  return {
    seal(plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", sealKey, nonce);
      const body = Buffer.concat([
        typeof plain === "string" ? cipher.update(plain, "utf8") : cipher.update(plain),
        cipher.final(),
      ]);
      return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]);
    },
    open(sealed) {
      if (sealed.length < 29 || sealed[0] !== version) throw new Error("Not something this installation sealed.");
      const decipher = createDecipheriv("aes-256-gcm", sealKey, sealed.subarray(1, 13));
      decipher.setAuthTag(sealed.subarray(13, 29));
      return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]);
    },
    hmac: (purpose, data) =>
      createHmac("sha256", derive(`hmac/${purpose}`))
        .update(data)
        .digest("hex"),
  };
}

/**
 * The master key: `configured` (base64, CONFERE_MASTER_KEY) or the file `master.key` of the data folder, which the
 * first start creates (0600, synced to disk before anything is encrypted with it).
 */
export function loadMasterKey(dataFolder: string, configured: string | undefined): Buffer {
  if (configured !== undefined) return Buffer.from(configured, "base64");
  const file = join(dataFolder, "master.key");
  if (!existsSync(file)) createKeyFile(dataFolder, file);
  const key = Buffer.from(readFileSync(file, "utf8").trim(), "base64");
  if (key.length !== 32)
    throw new Error(`${file} is damaged: expected 32 bytes in base64. Restore it from the backup.`);
  return key;
}

function createKeyFile(folder: string, file: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  const handle = openSync(draft, "wx", 0o600);
  writeSync(handle, `${randomBytes(32).toString("base64")}\n`);
  fsyncSync(handle);
  closeSync(handle);
  try {
    // A link refuses to replace: of two first starts at once, one key wins and both use it.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
  const directory = openSync(folder, "r");
  fsyncSync(directory);
  closeSync(directory);
}

/** Refuses to go on with a master key that is not the one this database was filled with. */
export async function checkMasterKey(db: Database, secrets: Secrets): Promise<void> {
  const check = secrets.hmac("master-key-check", "confere");
  await sql`insert into installation (master_key_check) values (${check}) on conflict do nothing`.execute(db);
  const { rows } = await sql<{ master_key_check: string }>`select master_key_check from installation`.execute(db);
  if (rows[0]?.master_key_check !== check)
    throw new Error(
      "The master key is not the one this database was filled with: documents could not be read. " +
        "Put back the file master.key of the data folder, or CONFERE_MASTER_KEY.",
    );
}
