import assert from "node:assert/strict";
import { test } from "node:test";
import { clockWords, dayInBrazil, momentInBrasilia } from "./brasilia.ts";

test("a day of Brasília begins at 03:00 UTC", () => {
  assert.equal(dayInBrazil(new Date("2026-11-23T02:59:59Z")), "2026-11-22");
  assert.equal(dayInBrazil(new Date("2026-11-23T03:00:00Z")), "2026-11-23");
});

test("the clock is said as people write it, midnight too", () => {
  assert.equal(clockWords(new Date("2026-11-23T17:00:00Z")), "14h");
  assert.equal(clockWords(new Date("2026-11-23T17:30:00Z")), "14h30");
  assert.equal(clockWords(new Date("2026-11-23T03:05:00Z")), "00h05");
});

test("a local time of a form is a moment; what is none is invalid", () => {
  assert.equal(momentInBrasilia("2026-11-24T08:00").toISOString(), "2026-11-24T11:00:00.000Z");
  assert.ok(Number.isNaN(momentInBrasilia("2026-13-24T08:00").getTime()));
});
