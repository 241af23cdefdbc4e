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
    readConfig({ CONFERE_DEMO: "0", PUBLIC_URL: "https://confere.açaí.com.br/" }).publicUrl,
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

test("the demo is not shown to the world unless told twice; in earnest nothing is asked, and nobody is a pretended bank", () => {
  for (const open of [
    { PUBLIC_URL: "https://localhost:3000" },
    { PUBLIC_URL: "http://certificados.example" },
    { PUBLIC_URL: "http://203.0.113.7:3000" },
    { PUBLIC_URL: "http://[2001:db8::1]:3000" },
    { HOST: "0.0.0.0" },
    { HOST: "::" },
    { HOST: "203.0.113.7" },
  ]) {
    assert.throws(
      () => readConfig(open),
      /CONFERE_DEMO:.*CONFERE_DEMO=0.*CONFERE_DEMO_PUBLIC=1/s,
      JSON.stringify(open),
    );
    assert.equal(readConfig({ ...open, CONFERE_DEMO_PUBLIC: "1" }).paymentProvider, "simulated");
    assert.equal(readConfig({ ...open, CONFERE_DEMO: "0" }).paymentProvider, undefined);
  }
  for (const home of [
    {},
    { PUBLIC_URL: "http://localhost:4000", HOST: "::1" },
    { PUBLIC_URL: "http://192.168.0.7:3000", HOST: "192.168.0.7" },
    { PUBLIC_URL: "http://confere.local" },
  ])
    assert.equal(readConfig(home).demo, true, JSON.stringify(home));
});
