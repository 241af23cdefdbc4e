import assert from "node:assert/strict";
import { test } from "node:test";
import { areDaysSound, areHoursSound, awayNow, daysThrough, usualProfile } from "./agenda.ts";

test("ranges of a day may touch but not cross; other days do not matter", () => {
  assert.ok(
    areHoursSound([
      { weekday: 1, opens: "09:00", closes: "12:00" },
      { weekday: 1, opens: "12:00", closes: "24:00" },
    ]),
  );
  assert.ok(
    areHoursSound([
      { weekday: 1, opens: "09:00", closes: "12:00" },
      { weekday: 2, opens: "09:00", closes: "12:00" },
    ]),
  );
  assert.ok(
    !areHoursSound([
      { weekday: 1, opens: "09:00", closes: "12:00" },
      { weekday: 1, opens: "11:59", closes: "13:00" },
    ]),
  );
});

test("what is no time, ends before it begins or has no such weekday is unsound", () => {
  for (const hours of [
    { weekday: 7, opens: "09:00", closes: "12:00" },
    { weekday: 1, opens: "12:00", closes: "09:00" },
    { weekday: 1, opens: "09:00", closes: "09:00" },
    { weekday: 1, opens: "9:00", closes: "25:00" },
  ])
    assert.ok(!areHoursSound([hours]), JSON.stringify(hours));
});

test("days come in order, are real, and are at most a year", () => {
  assert.ok(areDaysSound("2026-11-24", "2026-11-24"));
  assert.ok(areDaysSound("2027-01-01", "2028-01-01"));
  for (const [from, through] of [
    ["2026-11-24", "2026-11-23"],
    ["2026-02-30", "2026-03-01"],
    ["2026-11-24", ""],
    ["2027-01-01", "2028-01-02"],
  ] as const)
    assert.ok(!areDaysSound(from, through), `${from} ${through}`);
  assert.deepEqual(daysThrough("2026-12-30", "2027-01-01"), ["2026-12-30", "2026-12-31", "2027-01-01"]);
});

test("the switch counts from its beginning until its end has come", () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 24, hour));
  const away = { since: at(12), until: at(14), reason: "almoço" };
  const profile = { ...usualProfile, away };
  assert.deepEqual(
    [11, 12, 13, 14].map((hour) => awayNow(profile, at(hour)) !== null),
    [false, true, true, false],
  );
  assert.ok(awayNow({ ...profile, away: { ...away, until: null } }, at(23)));
  assert.equal(awayNow(usualProfile, at(12)), null);
});
