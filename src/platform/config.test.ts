import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfig } from "./config.ts";

test("an empty environment gives the documented defaults", () => {
  const config = readConfig({});
  assert.equal(config.port, 3000);
  assert.equal(config.smtpInPort, 2525);
  assert.equal(config.demo, true);
  assert.equal(config.publicUrl, "http://localhost:3000");
  assert.match(config.dataFolder, /\/data$/);
  assert.ok(Object.isFrozen(config));
});

test("an address with accents is kept in its ASCII form, for certificates hold no other", () => {
  assert.equal(
    readConfig({ PUBLIC_URL: "https://confere.açaí.com.br/" }).publicUrl,
    "https://confere.xn--aa-4iaz.com.br",
  );
  assert.equal(readConfig({ PUBLIC_URL: "http://localhost:3000/base/" }).publicUrl, "http://localhost:3000/base");
});

test("everything wrong is said at once", () => {
  assert.throws(
    () => readConfig({ PORT: "abc", SMTP_URL: "http://x", CONFERE_DEMO: "yes", CONFERE_MASTER_KEY: "short" }),
    (error: Error) =>
      ["PORT", "SMTP_URL", "CONFERE_DEMO", "CONFERE_MASTER_KEY"].every((name) => error.message.includes(name)),
  );
});

test("a relay needs its address and its secret, each in its form", () => {
  const turn = { urls: ["turn:a.example:3478", "turns:a.example:443?transport=tcp"], secret: "s" };
  assert.deepEqual(readConfig({ TURN_URL: turn.urls.join(","), TURN_SECRET: "s" }).turn, turn);
  assert.equal(readConfig({}).turn, undefined);
  assert.throws(() => readConfig({ TURN_URL: "turn:a.example" }), /TURN_SECRET/);
  assert.throws(() => readConfig({ TURN_SECRET: "s" }), /TURN_URL/);
  assert.throws(() => readConfig({ TURN_URL: "https://a.example", TURN_SECRET: "s" }), /turn:host:port/);
});
