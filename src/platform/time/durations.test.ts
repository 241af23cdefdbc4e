import assert from "node:assert/strict";
import { test } from "node:test";
import { dayMs, earlier, hourMs, later, minuteMs, minutesBetween } from "./durations.ts";

const noon = new Date("2026-11-23T12:00:00Z");

test("a moment so much later or earlier, the first one left as it is", () => {
  assert.equal(later(noon, 90 * minuteMs).toISOString(), "2026-11-23T13:30:00.000Z");
  assert.equal(earlier(noon, dayMs + hourMs).toISOString(), "2026-11-22T11:00:00.000Z");
  assert.equal(noon.toISOString(), "2026-11-23T12:00:00.000Z");
});

test("minutes between two moments are whole ones, rounded down, also before", () => {
  assert.equal(minutesBetween(noon, later(noon, 2 * minuteMs - 1)), 1);
  assert.equal(minutesBetween(noon, earlier(noon, 1)), -1);
});
