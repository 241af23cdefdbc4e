import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { readCertificateRequest } from "./certificate-request.ts";
import { bitString, integer, nothing, oid, sequence } from "./der.ts";
import { checkPublicKey } from "./key-policy.ts";
import { oids } from "./oids.ts";
import { PkiError, type PkiRefusal } from "./pki-error.ts";

const openssl = (...args: string[]): Buffer => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "ignore"] });
const request = (...key: string[]): Buffer =>
  openssl("req", "-new", "-nodes", "-subj", "/CN=x", "-keyout", "/dev/null", "-outform", "DER", ...key);
const refused = (refusal: PkiRefusal) => (error: unknown) => error instanceof PkiError && error.refusal === refusal;

/** A key with a modulus of our choice. */
const publicKeyInfo = (modulus: bigint, exponent = 65537): Uint8Array => {
  const digits = modulus.toString(16);
  const magnitude = Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex");
  const key = sequence(integer(magnitude), integer(exponent));
  return sequence(sequence(oid(oids.rsaEncryption), nothing()), bitString(key));
};
const primeOf = (key: ReturnType<typeof generateKeyPairSync>["privateKey"], name: "p" | "q"): bigint =>
  BigInt(`0x${Buffer.from(key.export({ format: "jwk" })[name]!, "base64url").toString("hex")}`);

test("a request made by OpenSSL is read, and its key is the one OpenSSL sees", () => {
  const made = request("-newkey", "rsa:2048", "-sha256");
  const read = readCertificateRequest(made);
  const theirs = execFileSync("openssl", ["req", "-inform", "DER", "-noout", "-pubkey"], {
    input: made,
    encoding: "utf8",
  });
  const key = createPublicKey(theirs).export({ type: "spki", format: "der" });
  assert.deepEqual(Buffer.from(read.publicKeyInfo), key);
});

test("a request not signed by its own key is refused", () => {
  const made = Uint8Array.from(request("-newkey", "rsa:2048"));
  made[made.length - 1]! ^= 1;
  assert.throws(() => readCertificateRequest(made), refused("proof-of-possession"));
});

test("short, elliptic, e = 3 and SHA-1 requests are refused", () => {
  assert.throws(() => readCertificateRequest(request("-newkey", "rsa:1024")), refused("key-not-allowed"));
  assert.throws(
    () => readCertificateRequest(request("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")),
    refused("key-not-allowed"),
  );
  assert.throws(
    () => readCertificateRequest(request("-newkey", "rsa:2048", "-pkeyopt", "rsa_keygen_pubexp:3")),
    refused("key-not-allowed"),
  );
  assert.throws(
    () => readCertificateRequest(request("-newkey", "rsa:2048", "-sha1")),
    refused("algorithm-not-allowed"),
  );
});

test("a modulus with a small factor, or with neighbouring factors, is refused", () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const p = primeOf(privateKey, "p");
  const top = 1n << 2047n;
  assert.throws(() => checkPublicKey(publicKeyInfo((top / 3n) * 3n + 3n)), refused("key-not-allowed"));
  // p and p+2 stand for two primes drawn next to each other.
  assert.throws(() => checkPublicKey(publicKeyInfo(p * (p + 2n))), /close|2048|small/);
  assert.ok(checkPublicKey(publicKeyInfo(p * primeOf(privateKey, "q"))));
});

test("garbage and requests cut short are refused as malformed", () => {
  const made = request("-newkey", "rsa:2048");
  for (let end = 0; end < made.length; end += 41)
    assert.throws(() => readCertificateRequest(made.subarray(0, end)), refused("malformed"));
  assert.throws(() => readCertificateRequest(Buffer.concat([made, Buffer.of(0)])), refused("malformed"));
  assert.throws(() => readCertificateRequest(Buffer.alloc(9000, 0x30)), refused("malformed"));
});
