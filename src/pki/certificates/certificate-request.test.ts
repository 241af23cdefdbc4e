import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { test } from "node:test";
import {
  type Bytes,
  bitString,
  inside,
  integer,
  nothing,
  oid,
  sequence,
  set,
  tagged,
  tlv,
  utf8String,
} from "../der/der.ts";
import { oids } from "../der/oids.ts";
import { fromPem } from "../der/pem.ts";
import { type KeyFault, PkiError, type PkiRefusal } from "../der/pki-error.ts";
import { checkRsaKey } from "../keys/key-policy.ts";
import { magnitude, readRsaKey, rsaKeyInfo } from "../keys/rsa-key.ts";
import { blacklistLine } from "../keys/weak-keys.ts";
import { keyHashOf, readCertificateRequest } from "./certificate-request.ts";

const openssl = (...args: string[]): Buffer => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "ignore"] });
const request = (...key: string[]): Buffer =>
  openssl("req", "-new", "-nodes", "-subj", "/CN=x", "-keyout", "/dev/null", "-outform", "DER", ...key);
const refused = (refusal: PkiRefusal) => (error: unknown) => error instanceof PkiError && error.refusal === refusal;
const weak = (fault: KeyFault) => (error: unknown) => error instanceof PkiError && error.keyFault === fault;

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const spki = (key: KeyObject): Buffer => createPublicKey(key).export({ type: "spki", format: "der" });
const mine = readRsaKey(spki(pair.privateKey));

/** A request by our own hand around any SubjectPublicKeyInfo, signed by `pair`. */
function requestAround(publicKeyInfo: Uint8Array, change: (made: Bytes) => Bytes = (made) => made): Bytes {
  const name = sequence(set(sequence(oid(oids.commonName), utf8String("x"))));
  const info = sequence(integer(0), name, publicKeyInfo, tagged(0));
  const signature = sign("sha256", info, pair.privateKey);
  return change(sequence(info, sequence(oid(oids.sha256WithRsa), nothing()), bitString(signature)));
}

/** The key in every form that OpenSSL reads as the same key. */
const rsa = oid(oids.rsaEncryption);
const n = magnitude(mine.modulus);
const e = magnitude(mine.exponent);
const plain = (tag: number, content: Uint8Array): Bytes => tlv(tag, content);
const padded = (content: Uint8Array): Bytes => plain(0x02, Buffer.concat([Buffer.alloc(3), content]));
const longLength = (content: Uint8Array): Bytes =>
  Uint8Array.from([0x30, 0x84, 0, 0, content.length >> 8, content.length & 0xff, ...content]);
const key = (modulus = integer(n), exponent = integer(e)): Bytes => sequence(modulus, exponent);
const encodings: Record<string, Bytes> = {
  "as RFC 3279 writes it": sequence(sequence(rsa, nothing()), bitString(key())),
  "parameters left out": sequence(sequence(rsa), bitString(key())),
  "modulus without its sign octet": sequence(sequence(rsa, nothing()), bitString(key(plain(0x02, n)))),
  "modulus with more zeros": sequence(sequence(rsa, nothing()), bitString(key(padded(n)))),
  "exponent with more zeros": sequence(sequence(rsa, nothing()), bitString(key(integer(n), padded(e)))),
  "length longer than needed": sequence(
    sequence(rsa, nothing()),
    bitString(longLength(Buffer.concat([integer(n), integer(e)]))),
  ),
};

test("a request made by OpenSSL, wishes for extensions and all, is read, and its key is the one OpenSSL sees", () => {
  const wishes = [
    "-addext",
    "subjectAltName=DNS:x.example,email:a@b.example",
    "-addext",
    "keyUsage=critical,digitalSignature",
  ];
  const made = request("-newkey", "rsa:2048", "-sha256", ...wishes);
  const read = readCertificateRequest(made);
  const theirs = execFileSync("openssl", ["req", "-inform", "DER", "-noout", "-pubkey"], {
    input: made,
    encoding: "utf8",
  });
  const key = createPublicKey(theirs).export({ type: "spki", format: "der" });
  assert.deepEqual(Buffer.from(read.publicKeyInfo), key);
});

test("one key in six encodings: OpenSSL takes them all for one; here each is refused or has the one hash and the one form", () => {
  const canonical = readCertificateRequest(requestAround(rsaKeyInfo(mine)));
  assert.deepEqual(Buffer.from(canonical.publicKeyInfo), spki(pair.privateKey));
  const outcomes = Object.entries(encodings).map(([name, encoding]) => {
    const made = requestAround(encoding);
    const theirs = spawnSync("openssl", ["req", "-inform", "DER", "-noout", "-verify"], { input: made });
    assert.match(String(theirs.stderr), /verify OK/, name);
    assert.equal(keyHashOf(made), canonical.keyHash, `${name}, as an older installation took it`);
    try {
      const read = readCertificateRequest(made);
      assert.equal(read.keyHash, canonical.keyHash, name);
      assert.deepEqual(Buffer.from(read.publicKeyInfo), spki(pair.privateKey), name);
      return "taken";
    } catch (error) {
      assert.ok(refused("not-der")(error), `${name}: ${String(error)}`);
      return "not-der";
    }
  });
  assert.deepEqual(outcomes, ["taken", "taken", "taken", "not-der", "not-der", "not-der"]);
});

test("a request in BER is refused, wherever it is not DER", () => {
  const inner = (made: Bytes): Buffer => Buffer.concat(inside(made).map((part) => part.whole));
  const size = (length: number): number[] => [length >> 8, length & 0xff];
  const forms: ((made: Bytes) => Bytes)[] = [
    (made) => Uint8Array.from([0x30, 0x83, 0, ...size(inner(made).length), ...inner(made)]),
    (made) => Uint8Array.from([0x30, 0x80, ...inner(made), 0, 0]),
    // The signature as a constructed BIT STRING.
    (made) => {
      const [info, algorithm, bits] = inside(made);
      return sequence(info!.whole, algorithm!.whole, tlv(0x23, bits!.whole));
    },
    (made) => {
      const [info, algorithm] = inside(made);
      return sequence(info!.whole, sequence(oid(oids.sha256WithRsa), tlv(0x05, Uint8Array.of(0))), algorithm!.whole);
    },
  ];
  for (const change of forms)
    assert.throws(() => readCertificateRequest(requestAround(rsaKeyInfo(mine), change)), refused("not-der"));
});

test("what OpenSSL or the norm does not read is no request here either, though it is signed and its key is good", () => {
  const good = rsaKeyInfo(mine);
  const [, bits] = inside(good).map((part) => part.whole);
  const name = (value: Uint8Array) => sequence(set(sequence(oid(oids.commonName), value)));
  const made = (publicKeyInfo: Uint8Array, subject: Uint8Array, tag = 0x30): Bytes => {
    const info = tlv(tag, integer(0), subject, publicKeyInfo, tagged(0));
    const signature = bitString(sign("sha256", info, pair.privateKey));
    return sequence(info, sequence(oid(oids.sha256WithRsa), nothing()), signature);
  };
  const x = utf8String("x");
  const strange = [
    made(sequence(sequence(rsa, rsa), bits!), name(x)),
    made(sequence(sequence(rsa, nothing(), nothing()), bits!), name(x)),
    made(good, name(tlv(0x89, Uint8Array.of(0x78)))),
    made(good, name(tlv(0x0c, Uint8Array.of(0x78, 0xb0)))),
    made(good, name(x), 0xba),
  ];
  for (const [at, request] of strange.entries()) {
    const theirs = spawnSync("openssl", ["req", "-inform", "DER", "-noout", "-verify"], { input: request });
    // It reads parameters of any one type, which RFC 4055 §5 forbids.
    assert.equal(/verify OK/.test(String(theirs.stderr)), at === 0, String(at));
    assert.throws(() => readCertificateRequest(request), refused("malformed"), String(at));
  }
  assert.ok(readCertificateRequest(made(good, name(x))));
});

test("a request not signed by its own key is refused", () => {
  const made = Uint8Array.from(request("-newkey", "rsa:2048"));
  made[made.length - 1]! ^= 1;
  assert.throws(() => readCertificateRequest(made), refused("proof-of-possession"));
});

test("short, elliptic, RSA-PSS and SHA-1 requests are refused", () => {
  assert.throws(() => readCertificateRequest(request("-newkey", "rsa:1024")), weak("size"));
  const pss = sequence(sequence(oid("1.2.840.113549.1.1.10")), bitString(key()));
  assert.throws(() => readCertificateRequest(requestAround(pss)), weak("kind"));
  assert.throws(
    () => readCertificateRequest(request("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")),
    weak("kind"),
  );
  assert.throws(
    () => readCertificateRequest(request("-newkey", "rsa:2048", "-sha1")),
    refused("algorithm-not-allowed"),
  );
});

test("exponents small, even, huge and longer than the modulus are refused; a modulus of 60,000 bits at once", () => {
  const { modulus } = mine;
  for (const exponent of [1n, 3n, 17n, 65536n, 65538n, 65539n, (1n << 64n) + 1n, (1n << 2040n) + 1n, modulus + 2n])
    assert.throws(() => readCertificateRequest(requestAround(rsaKeyInfo({ modulus, exponent }))), weak("exponent"));
  for (const odd of [0n, 1n, modulus >> 1n, modulus * 2n + 1n, (1n << 60_000n) + 1n])
    assert.throws(
      () => readCertificateRequest(requestAround(rsaKeyInfo({ modulus: odd, exponent: 65537n }))),
      weak("size"),
    );
  assert.throws(
    () => readCertificateRequest(requestAround(rsaKeyInfo({ ...mine, modulus: modulus + 1n }))),
    weak("small-factor"),
  );
});

test("a modulus with a small factor, or with neighbouring factors, is refused", () => {
  const jwk = pair.privateKey.export({ format: "jwk" });
  const primeOf = (name: "p" | "q"): bigint => BigInt(`0x${Buffer.from(jwk[name]!, "base64url").toString("hex")}`);
  const p = primeOf("p");
  const check = (modulus: bigint): void => checkRsaKey({ modulus, exponent: 65537n });
  assert.throws(() => check(((1n << 2047n) / 3n) * 3n + 3n), weak("small-factor"));
  // p and p+2 stand for two primes drawn next to each other.
  assert.throws(() => check(p * (p + 2n)), /close|2048|small/);
  check(p * primeOf("q"));
});

// Keys of the test data of badkeys (badkeys.info), which are public and nobody's.
const fermat =
  "MIICVzCCAT8CAQAwEjEQMA4GA1UEAwwHYmFka2V5czCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAJ6H4O2NM+wXV7wYYdf9eoTdu27Qve1Mj3CUJE0wSRv2kuhF/d8KOtf5FNe4yFeuEPxIRoZvKFBbSRqmO9WwptWrj/Ni7Xvcn1lumiy2W3la0ZK9YVxdkBEwtc0pUlupbbuzQ1d1YR1GfkXB21zY5bzY0AopytwltsxYUXTjY0onNrVX+jyqeItDNqgpsOl9ysOde3ndXwQ1+af4KW6KxG2sV03cHRFjTmPNQKHVpj+az4JeR8d/2tL7WDnVq/FoCC9ScP0pBHk6Nkf2iLsRRxPMJANCjQCNFb7CtahjD12DfiD1rHfoLKSoFW37gOo2peCV65gTHYLrLTiwUXTzLrECAwEAAaAAMA0GCSqGSIb3DQEBCwUAA4IBAQBsil390u1Spbmmad6AHCsAe94fzrsyyzXAoyyVhWaQYcPenXS+fqz7HNReq9dkrQ/s5bCgTnxVAZ4L8rq9wkTmrrbh+qOoO+K1tS9UNGLq0u+iAKjvj9Gw4Zkx9SuOs9/UM/xTmJvR25yt4NHTHz7nUHhQNUuMSUHmFFAGT5iA+xIkmBJw7Z8JU+DGiBul7PR8TkDbeaGi0KuzT0r+gNz7eIqe5yFS8etjL+1IWrDVLeMBYbSFuvKY1TgRZg6tj5sLFmCn1pbRYOjC/E/iO6THGawbwfFm9VamiN4ZRHGGBaQDleWbLvwMht+MFSn6WFYQxZ+thq/8O++GVqg21/7o";
const roca =
  "MIIBCgKCAQEAkTKtIR/MDftNrkgyashkwifks5Swm9HEkw4ZcCijyQdpTStInk9pdUrq4zjG6tk5xX9AaYXLu47fmiBVzClGvAXTZbpn6JbG1IERUs+i0pBRT5CzUu7vJ/63L72NzVvJFaT0SUE5zByhCjJE+pflMnX1e1UptOdnN5AHeY4RKkugVse3XO2xMs3yH3vTyZdtnaOIFRU0d6E7PrsgRtEAqFHcAGmPUw0ZOW8A++8sS/FlnrxMf9lVa1/8k/A8otPfrNIipfAoq0MKJ+oxE2wML1DDxIGTGmNaN3gPANJyeuca7ptA+NGq5oU1x3pWMXgSvrVSXUooNk8xIkrKxSz3LQIDAQAB";
const debian =
  "MIIBCgKCAQEAwJZTDExKND/DiP+LbhTIi2F0hZZt0PdX897LLwPf3+b1GOCUj1OHBZvVqhJPJtOPE53W68I0NgVhaJdY6bFOA/cUUIFnN0y/ZOJOJsPNle1aXQTjxAS+FXu4CQ6a2pzcU+9+gGwed7XxAkIVCiTprfmRCI2vIKdb61S8kf5D3YdVRH/Tq977nxyYeosEGYJFBOIT+N0mqca37S8hA9hCJyD3p0AM40dD5M5ARAxpAT7+oqOXkPzfzLtCTaHYJK3+WAce121Br4NuQJPqYPVxniUPohT4YxFTqB7vwX2C4/gZ2ldpHtlgJVAHT96nOsnlz+EPa5GtwxtALD43CwOlWQIDAQAB";
const keyOf = (pkcs1: string) =>
  readRsaKey(sequence(sequence(rsa, nothing()), bitString(Buffer.from(pkcs1, "base64"))));

test("keys that others broke are refused: close primes, ROCA, and Debian's of 2008 where the list is given", () => {
  const asked = fromPem(
    "CERTIFICATE REQUEST",
    `-----BEGIN CERTIFICATE REQUEST-----\n${fermat}\n-----END CERTIFICATE REQUEST-----\n`,
  )[0]!;
  assert.throws(() => readCertificateRequest(asked), weak("close-factors"));
  assert.throws(() => checkRsaKey(keyOf(roca)), weak("roca"));
  const weakOfDebian = keyOf(debian);
  const modulus = execFileSync("openssl", ["rsa", "-RSAPublicKey_in", "-inform", "DER", "-noout", "-modulus"], {
    input: Buffer.from(debian, "base64"),
    stdio: ["pipe", "pipe", "ignore"],
  });
  const line = execFileSync("openssl", ["dgst", "-sha1", "-r"], { input: modulus, encoding: "utf8" }).slice(20, 40);
  assert.equal(blacklistLine(weakOfDebian), line, "as openssl-vulnkey computes it");
  assert.throws(() => checkRsaKey(weakOfDebian, new Set([line])), weak("known"));
  checkRsaKey(weakOfDebian);
});

test("garbage and requests cut short are refused as malformed", () => {
  const made = request("-newkey", "rsa:2048");
  for (let end = 0; end < made.length; end += 41)
    assert.throws(() => readCertificateRequest(made.subarray(0, end)), refused("malformed"));
  assert.throws(() => readCertificateRequest(Buffer.concat([made, Buffer.of(0)])), refused("malformed"));
  assert.throws(() => readCertificateRequest(Buffer.alloc(9000, 0x30)), refused("malformed"));
  assert.throws(() => readCertificateRequest(Buffer.alloc(8000, 0x30)), PkiError);
});
