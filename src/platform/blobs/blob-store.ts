import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Database, sql } from "../database.ts";
import { Failure } from "../failures/failure.ts";
import type { Secrets } from "../secrets.ts";
import {
  chunkBytes,
  DamagedBlob,
  divide,
  fileKeyOf,
  headerBytes,
  headerOf,
  openChunk,
  openHeader,
  saltBytes,
  sealChunk,
} from "./blob-cipher.ts";

/**
 * Encrypted content, addressed by the SHA-256 (hex) of its plain bytes, under a key per `keyId`: an order's id (the
 * dossier's key) or "installation". Everything rejects with `Failure("content-destroyed")` once the key is destroyed.
 */
export interface BlobStore {
  /** Resolves when the content would survive a power cut. The same content again is one file. */
  put(keyId: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<{ hash: string; bytes: number }>;
  /** The whole content. Rejects with `Failure("not-found")` where there is none, `DamagedBlob` where it was touched. */
  read(keyId: string, hash: string): Promise<Buffer>;
  /** The content in pieces; `range` counts plain bytes, both ends included. Throws as `read` does, while iterated. */
  stream(keyId: string, hash: string, range?: { start: number; end: number }): AsyncIterable<Uint8Array>;
  /** Length in plain bytes; rejects with `Failure("not-found")`. */
  size(keyId: string, hash: string): Promise<number>;
  /** Destroys the key, then the files. Copies anywhere, backups included, can never be read again. */
  destroyKey(keyId: string): Promise<void>;
}

export function createBlobStore(folder: string, db: Database, secrets: Secrets): BlobStore {
  const place = (keyId: string, hash: string) => {
    if (!/^[0-9a-z-]{1,64}$/i.test(keyId) || !/^[0-9a-f]{64}$/.test(hash)) throw new Failure("not-found");
    return join(folder, keyId, hash.slice(0, 2), hash);
  };

  async function* stream(keyId: string, hash: string, range?: { start: number; end: number }): AsyncGenerator<Buffer> {
    const key = await contentKey(db, secrets, keyId, false);
    await using file = await openExisting(place(keyId, hash));
    const fileKey = openHeader(await readAt(file, 0, headerBytes), key, hash);
    const { chunks, plainBytes, at } = divide((await file.stat()).size);
    const start = range?.start ?? 0;
    const end = Math.min(range?.end ?? Number.POSITIVE_INFINITY, plainBytes - 1);
    const digest = range === undefined ? createHash("sha256") : undefined;
    const from = Math.floor(start / chunkBytes);
    const to = range === undefined ? chunks - 1 : Math.min(Math.floor(end / chunkBytes), chunks - 1);
    for (let index = from; index <= to; index++) {
      const plain = openChunk(fileKey, index, index === chunks - 1, await readAt(file, ...at(index)));
      digest?.update(plain);
      const first = index * chunkBytes;
      const piece = plain.subarray(Math.max(0, start - first), Math.max(0, end - first + 1));
      if (piece.length > 0) yield piece;
    }
    if (digest !== undefined && digest.digest("hex") !== hash) throw new DamagedBlob("hash");
  }

  return {
    async put(keyId, content) {
      place(keyId, "0".repeat(64));
      const key = await contentKey(db, secrets, keyId, true);
      const drafts = join(folder, "drafts");
      await mkdir(drafts, { recursive: true, mode: 0o700 });
      const draft = join(drafts, randomBytes(12).toString("hex"));
      try {
        const written = await writeSealed(draft, key, content);
        await moveDurably(draft, place(keyId, written.hash), folder);
        return written;
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    async read(keyId, hash) {
      const pieces: Uint8Array[] = [];
      for await (const piece of stream(keyId, hash)) pieces.push(piece);
      return Buffer.concat(pieces);
    },
    stream,
    async size(keyId, hash) {
      await using file = await openExisting(place(keyId, hash));
      return divide((await file.stat()).size).plainBytes;
    },
    async destroyKey(keyId) {
      place(keyId, "0".repeat(64));
      await sql`insert into blob_keys (key_id, wrapped, destroyed_at) values (${keyId}, null, now())
        on conflict (key_id) do update set wrapped = null, destroyed_at = coalesce(blob_keys.destroyed_at, now())`.execute(
        db,
      );
      await rm(join(folder, keyId), { recursive: true, force: true });
    },
  };
}

async function contentKey(db: Database, secrets: Secrets, keyId: string, create: boolean): Promise<Buffer> {
  const find = async () =>
    (await sql<{ wrapped: Buffer | null }>`select wrapped from blob_keys where key_id = ${keyId}`.execute(db)).rows[0];
  let row = await find();
  if (row === undefined && create) {
    await sql`insert into blob_keys (key_id, wrapped) values (${keyId}, ${secrets.seal(randomBytes(32))})
      on conflict do nothing`.execute(db);
    row = await find();
  }
  if (row === undefined) throw new Failure("not-found");
  if (row.wrapped === null) throw new Failure("content-destroyed");
  return secrets.open(row.wrapped);
}

async function openExisting(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new Failure("not-found");
    throw error;
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new DamagedBlob("length");
  return buffer;
}

async function writeSealed(
  path: string,
  key: Buffer,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<{ hash: string; bytes: number }> {
  await using file = await open(path, "wx", 0o600);
  const salt = randomBytes(saltBytes);
  const fileKey = fileKeyOf(key, salt);
  const digest = createHash("sha256");
  let bytes = 0;
  let index = 0;
  let position = headerBytes;
  let held: Buffer[] = [];
  let heldBytes = 0;
  const seal = async (plain: Buffer, last: boolean) => {
    const sealed = sealChunk(fileKey, index++, last, plain);
    await file.write(sealed, 0, sealed.length, position);
    position += sealed.length;
  };
  for await (const piece of content instanceof Uint8Array ? [content] : content) {
    digest.update(piece);
    bytes += piece.length;
    held.push(Buffer.from(piece));
    heldBytes += piece.length;
    if (heldBytes <= chunkBytes) continue;
    // One chunk at least stays behind: the last one is sealed as such.
    const joined = Buffer.concat(held);
    let at = 0;
    for (; joined.length - at > chunkBytes; at += chunkBytes) await seal(joined.subarray(at, at + chunkBytes), false);
    held = [joined.subarray(at)];
    heldBytes = joined.length - at;
  }
  await seal(Buffer.concat(held), true);
  const hash = digest.digest("hex");
  await file.write(headerOf(fileKey, salt, hash), 0, headerBytes, 0);
  await file.sync();
  return { hash, bytes };
}

/** rename(2) is all or nothing; syncing the folders above makes the name itself survive a power cut. */
async function moveDurably(from: string, to: string, top: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await rename(from, to);
  for (let folder = dirname(to); folder.length >= top.length; folder = dirname(folder)) {
    await using handle = await open(folder, "r");
    await handle.sync();
  }
}
