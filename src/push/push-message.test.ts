import assert from "node:assert/strict";
import { createECDH, createPublicKey, randomBytes, verify } from "node:crypto";
import { test } from "node:test";
import { createSecrets } from "../platform/secrets.ts";
import { encryptPush } from "./push-message.ts";
import { parseSubscription } from "./push-subscription.ts";
import { vapidOf } from "./vapid.ts";

const bytes = (text: string) => Buffer.from(text, "base64url");

test("the example of RFC 8291, byte for byte", () => {
  const body = encryptPush(
    "When I grow up, I want to be a watermelon",
    {
      publicKey: bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
      secret: bytes("BTBZMqHH6r4Tts7J_aSIgg"),
    },
    { salt: bytes("DGv6ra1nlYgDCS1FRnbzlw"), privateKey: bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw") },
  );
  assert.equal(
    body.toString("base64url"),
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
  );
});

test("a subscription has a public https address and the keys of a browser, or it is none", () => {
  const pair = createECDH("prime256v1");
  const p256dh = pair.generateKeys("base64url");
  const auth = randomBytes(16).toString("base64url");
  const at = (endpoint: string, more = {}, loopback = false) =>
    parseSubscription({ endpoint, p256dh, auth, ...more }, loopback)?.endpoint;
  const good = "https://push.example.net/send/abc";
  assert.equal(at(good), good);
  for (const bad of [
    "http://push.example.net/a",
    "https://127.0.0.1/a",
    "https://[::1]/a",
    "https://10.1.2.3/a",
    "https://[::ffff:192.168.0.1]/a",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/a",
    "https://2130706433/a",
    "https://push.example.net:8443/a",
    "https://user:pass@push.example.net/a",
    "http://127.0.0.1:9000/a",
    `https://push.example.net/${"a".repeat(1000)}`,
    "nothing",
  ])
    assert.equal(at(bad), undefined, bad);
  assert.equal(at("http://127.0.0.1:9000/a", {}, true), "http://127.0.0.1:9000/a");
  assert.equal(at("http://127.0.0.1.example.net:9000/a", {}, true), undefined);
  assert.equal(at(good, { p256dh: p256dh.slice(0, 40) }), undefined);
  assert.equal(at(good, { p256dh: pair.getPublicKey("base64url", "compressed") }), undefined);
  assert.equal(at(good, { auth: "AAAA" }), undefined);
});

test("the installation names itself with a key of its own, the same at every start, that anybody can check", () => {
  const secrets = createSecrets(Buffer.alloc(32, 9));
  const vapid = vapidOf(secrets);
  assert.equal(vapidOf(createSecrets(Buffer.alloc(32, 9))).publicKey, vapid.publicKey);
  assert.notEqual(vapidOf(createSecrets(Buffer.alloc(32, 8))).publicKey, vapid.publicKey);
  const now = new Date("2026-11-25T12:00:00Z");
  const said = vapid.authorization(new URL("https://push.example.net/send/abc?x=1"), "mailto:a@b.example", now);
  const [, head, claims, signature, key] = /^vapid t=([^.]+)\.([^.]+)\.([^,]+), k=(.+)$/.exec(said)!;
  assert.equal(key, vapid.publicKey);
  assert.deepEqual(JSON.parse(bytes(claims!).toString()), {
    aud: "https://push.example.net",
    exp: now.getTime() / 1000 + 3600,
    sub: "mailto:a@b.example",
  });
  const point = bytes(key!);
  const jwk = { kty: "EC", crv: "P-256", x: point.toString("base64url", 1, 33), y: point.toString("base64url", 33) };
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  const text = Buffer.from(`${head}.${claims}`);
  assert.ok(verify("sha256", text, { key: publicKey, dsaEncoding: "ieee-p1363" }, bytes(signature!)));
});
