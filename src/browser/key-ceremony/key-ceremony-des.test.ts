import assert from "node:assert/strict";
import { createCipheriv, createHash } from "node:crypto";
import { test } from "node:test";
import { tripleDesDecrypt, tripleDesEncrypt } from "./key-ceremony-des.ts";

test("triple DES agrees with OpenSSL's for every length around the block, and comes back", () => {
  for (let length = 0; length < 40; length++) {
    const seed = createHash("sha512").update(String(length)).digest();
    const [key, iv, plain] = [
      seed.subarray(0, 24),
      seed.subarray(24, 32),
      Buffer.concat([seed, seed]).subarray(0, length),
    ];
    const theirs = createCipheriv("des-ede3-cbc", key, iv);
    const expected = Buffer.concat([theirs.update(plain), theirs.final()]);
    const mine = tripleDesEncrypt(key, iv, plain);
    assert.deepEqual(Buffer.from(mine), expected);
    assert.deepEqual(Buffer.from(tripleDesDecrypt(key, iv, mine)), plain);
  }
});

test("a wrong key shows as broken padding", () => {
  const secret = tripleDesEncrypt(new Uint8Array(24).fill(7), new Uint8Array(8), new Uint8Array(20));
  assert.throws(() => tripleDesDecrypt(new Uint8Array(24).fill(9), new Uint8Array(8), secret), RangeError);
});
