import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { copyFileSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createWorld, type World } from "../../../test/kit/world.ts";
import { Failure } from "../failures/failure.ts";
import { createSecrets } from "../secrets.ts";
import { DamagedBlob, headerBytes } from "./blob-cipher.ts";
import { createBlobStore } from "./blob-store.ts";

const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
const refusedWith = (code: string) => (error: unknown) => error instanceof Failure && error.code === code;
const damaged = (error: unknown) => error instanceof DamagedBlob;
const fileOf = (world: World, keyId: string, hash: string) =>
  join(world.ctx.config.dataFolder, "blobs", keyId, hash.slice(0, 2), hash);

async function* inPieces(content: Buffer, size: number) {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

test("content of any length comes back whole, in ranges, and never lies plain on the disk", async () => {
  await using world = await createWorld();
  const { blobs } = world.ctx;
  for (const length of [0, 1, 65_535, 65_536, 65_537, 300_000]) {
    const content = randomBytes(length);
    const { hash, bytes } = await blobs.put("order-1", inPieces(content, 7_001));
    assert.deepEqual([hash, bytes], [sha256(content), length]);
    assert.deepEqual(await blobs.read("order-1", hash), content);
    assert.equal(await blobs.size("order-1", hash), length);
    if (length > 64)
      assert.equal(readFileSync(fileOf(world, "order-1", hash)).includes(content.subarray(0, 64)), false);
  }
  const content = randomBytes(300_000);
  const { hash } = await blobs.put("order-1", content);
  for (const [start, end] of [
    [0, 0],
    [65_530, 65_540],
    [131_071, 131_072],
    [299_999, 299_999],
    [10, 999_999],
  ] as const)
    assert.deepEqual(await collect(blobs.stream("order-1", hash, { start, end })), content.subarray(start, end + 1));
  assert.deepEqual(readdirSync(join(world.ctx.config.dataFolder, "blobs", "drafts")), []);
});

test("the same content twice is one file; a put that fails half-way leaves nothing", async () => {
  await using world = await createWorld();
  const { blobs } = world.ctx;
  const first = await blobs.put("order-1", Buffer.from("papers"));
  assert.deepEqual(await blobs.put("order-1", Buffer.from("papers")), first);
  async function* broken() {
    yield Buffer.alloc(100_000);
    throw new Error("line dropped");
  }
  await assert.rejects(blobs.put("order-1", broken()), /line dropped/);
  assert.deepEqual(readdirSync(join(world.ctx.config.dataFolder, "blobs", "drafts")), []);
  assert.equal((await blobs.read("order-1", first.hash)).toString(), "papers");
});

test("a flipped bit, a cut end, an exchanged file: each is noticed", async () => {
  await using world = await createWorld();
  const { blobs } = world.ctx;
  const content = randomBytes(200_000);
  const put = async () => fileOf(world, "order-1", (await blobs.put("order-1", content)).hash);
  const hash = sha256(content);

  let file = await put();
  for (const at of [0, 5, 30, headerBytes + 10, headerBytes + 70_000, statSync(file).size - 1]) {
    file = await put();
    const bytes = readFileSync(file);
    bytes[at]! ^= 1;
    writeFileSync(file, bytes);
    await assert.rejects(blobs.read("order-1", hash), damaged, `bit at ${at}`);
  }
  const sealedChunk = 64 * 1024 + 16;
  for (const length of [
    10,
    headerBytes,
    headerBytes + 1,
    headerBytes + 2 * sealedChunk,
    headerBytes + 2 * sealedChunk + 50,
  ]) {
    file = await put();
    truncateSync(file, length);
    await assert.rejects(blobs.read("order-1", hash), damaged, `cut to ${length}`);
  }
  file = await put();
  const other = await blobs.put("order-1", randomBytes(200_000));
  copyFileSync(fileOf(world, "order-1", other.hash), file);
  await assert.rejects(collect(blobs.stream("order-1", hash, { start: 0, end: 9 })), damaged);
});

test("keys are apart: another order's key, another master key, a foreign path open nothing", async () => {
  await using world = await createWorld();
  const { blobs, config, db } = world.ctx;
  const { hash } = await blobs.put("order-1", Buffer.from("mine"));
  await blobs.put("order-2", Buffer.from("other"));
  await assert.rejects(blobs.read("order-2", hash), refusedWith("not-found"));
  await assert.rejects(blobs.read("order-3", hash), refusedWith("not-found"));
  await assert.rejects(
    blobs.put("../../etc", Buffer.from("x")).then((put) => blobs.read("../../etc", put.hash)),
    refusedWith("not-found"),
  );
  const stranger = createBlobStore(join(config.dataFolder, "blobs"), db, createSecrets(Buffer.alloc(32, 8)));
  await assert.rejects(stranger.read("order-1", hash));
});

test("a destroyed key ends reading and writing for good, even of a kept copy; others stay", async () => {
  await using world = await createWorld();
  const { blobs } = world.ctx;
  const { hash } = await blobs.put("order-1", Buffer.from("old dossier"));
  const other = await blobs.put("order-2", Buffer.from("living dossier"));
  const copy = readFileSync(fileOf(world, "order-1", hash));
  await blobs.destroyKey("order-1");
  await assert.rejects(blobs.read("order-1", hash), refusedWith("content-destroyed"));
  await assert.rejects(blobs.put("order-1", Buffer.from("again")), refusedWith("content-destroyed"));
  assert.throws(() => statSync(fileOf(world, "order-1", hash)), /ENOENT/);
  assert.equal(copy.includes("old dossier"), false);
  assert.equal((await blobs.read("order-2", other.hash)).toString(), "living dossier");
});
