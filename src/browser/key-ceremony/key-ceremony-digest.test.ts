import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { sha1, sha256 } from "./key-ceremony-digest.ts";

test("the digests agree with OpenSSL's for every length over three blocks", () => {
  for (let length = 0; length < 200; length++) {
    const bytes = createHash("shake256", { outputLength: 200 }).update(String(length)).digest().subarray(0, length);
    assert.deepEqual(Buffer.from(sha1(bytes)), createHash("sha1").update(bytes).digest(), `SHA-1 of ${length}`);
    assert.deepEqual(Buffer.from(sha256(bytes)), createHash("sha256").update(bytes).digest(), `SHA-256 of ${length}`);
  }
});
