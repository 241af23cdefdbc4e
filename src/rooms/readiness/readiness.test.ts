import assert from "node:assert/strict";
import { test } from "node:test";
import { type Findings, passportOf, readinessFaults, readinessScore } from "./readiness.ts";

const found = (verdict: "good" | "weak" | "bad") => ({ verdict, value: "" });

test("a device without fault has 100; bad costs all of its weight, weak half; never below 0", () => {
  assert.equal(readinessScore({}), 100);
  assert.equal(readinessScore({ camera: found("good"), lineUp: found("good") }), 100);
  assert.equal(readinessScore({ light: found("bad") }), 80);
  assert.equal(readinessScore({ light: found("weak") }), 90);
  assert.equal(readinessScore({ browser: found("bad"), camera: found("bad") }), 0);
});

test("the newest word on each check counts, and a short run keeps what a long one found", () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 14, minute));
  const long: Findings = { light: found("bad"), udp: found("bad"), camera: found("good") };
  const passport = passportOf([
    { findings: { light: found("good") }, takenAt: at(30) },
    { findings: long, takenAt: at(0) },
  ]);
  assert.equal(passport?.findings.light?.verdict, "good");
  assert.equal(passport?.findings.udp?.verdict, "bad");
  assert.equal(passport?.score, 88);
  assert.deepEqual(passport?.takenAt, at(30));
  assert.equal(passportOf([]), undefined);
});

test("faults come worst first", () => {
  const findings: Findings = { light: found("weak"), camera: found("good"), udp: found("bad") };
  assert.deepEqual(readinessFaults(findings), ["udp", "light"]);
});
