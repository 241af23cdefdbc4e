import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createWorld } from "../../test/kit/world.ts";
import { checkMasterKey, createSecrets, loadMasterKey } from "./secrets.ts";

const secrets = createSecrets(Buffer.alloc(32, 1));

test("what is sealed opens again, only unchanged and only here", () => {
  const sealed = secrets.seal("senha do provedor");
  assert.equal(secrets.open(sealed).toString(), "senha do provedor");
  assert.notDeepEqual(secrets.seal("senha do provedor"), sealed);
  for (const at of [0, 1, 13, sealed.length - 1]) {
    const changed = Buffer.from(sealed);
    changed[at]! ^= 1;
    assert.throws(() => secrets.open(changed), `byte ${at}`);
  }
  assert.throws(() => secrets.open(sealed.subarray(0, 20)));
  assert.throws(() => createSecrets(Buffer.alloc(32, 2)).open(sealed));
});

test("keyed hashes of different purposes never match", () => {
  assert.equal(secrets.hmac("code", "123456"), secrets.hmac("code", "123456"));
  assert.notEqual(secrets.hmac("code", "123456"), secrets.hmac("link", "123456"));
  assert.match(secrets.hmac("code", "123456"), /^[0-9a-f]{64}$/);
});

test("the first start makes the key file, closed to others; later starts read it; damage is said", () => {
  const folder = mkdtempSync(join(tmpdir(), "confere-key-"));
  const key = loadMasterKey(folder, undefined);
  assert.deepEqual(loadMasterKey(folder, undefined), key);
  assert.equal(statSync(join(folder, "master.key")).mode & 0o777, 0o600);
  assert.deepEqual(loadMasterKey(folder, Buffer.alloc(32, 3).toString("base64")), Buffer.alloc(32, 3));
  writeFileSync(join(folder, "master.key"), "short");
  assert.throws(() => loadMasterKey(folder, undefined), /is damaged/);
  rmSync(folder, { recursive: true });
});

test("a start with another master key is refused before it writes anything", async () => {
  await using world = await createWorld();
  await checkMasterKey(world.ctx.db, secrets);
  await checkMasterKey(world.ctx.db, secrets);
  await assert.rejects(checkMasterKey(world.ctx.db, createSecrets(Buffer.alloc(32, 2))), /not the one this database/);
});
