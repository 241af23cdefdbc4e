import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { calendarTextOf } from "./calendar-lines.ts";
import { busyTimesOf } from "./calendar-times.ts";

// Files of the kinds that broke comparable software (test/cases/*/README says what is right), read at the moment and in
// the zone that they are judged in.
const cases = join(import.meta.dirname, "../../../test/cases");
const from = new Date("2026-11-28T16:30:00Z");
const to = new Date(from.getTime() + 60 * 86_400_000);

function read(path: string) {
  const text = calendarTextOf(readFileSync(join(cases, path)));
  const answer = busyTimesOf({ text, from, to, zone: "America/Sao_Paulo" });
  assert.ok("busy" in answer, JSON.stringify(answer));
  const at = (time: Date) => time.toISOString().slice(5, 16);
  return { ...answer, busy: answer.busy.map((time) => `${at(time.from)}/${at(time.to)}`) };
}
const busy = (path: string) => read(path).busy;

test("case 01: an occurrence moved out of what is read takes no other with it; one moved in is busy", () => {
  const mondays = ["11-30", "12-14", "12-21", "12-28", "01-04", "01-11", "01-18", "01-25"];
  assert.deepEqual(
    busy("01-ics-moved-out-of-window/series.ics"),
    mondays.map((day) => `${day}T17:00/${day}T18:00`),
  );
  assert.deepEqual(busy("01-ics-moved-out-of-window/moved-in.ics"), [
    "12-01T17:00/12-01T18:00",
    "12-10T17:00/12-10T18:00",
    "01-01T17:00/01-01T18:00",
  ]);
});

test("cases 03 and 04: Windows' and displayed names of zones, and a file that names its zone once", () => {
  assert.deepEqual(busy("03-ics-windows-zone-bare/event.ics"), [
    "12-01T14:00/12-01T15:00",
    "12-02T18:00/12-02T19:00",
    "12-03T14:00/12-03T15:00",
  ]);
  assert.deepEqual(busy("04-ics-x-wr-timezone/event.ics"), ["12-01T14:00/12-01T15:00"]);
});

test("case 05: an all-day event without a later end lasts its day", () => {
  assert.deepEqual(busy("05-ics-all-day-same-end/event.ics"), ["12-01T03:00/12-02T03:00", "12-03T03:00/12-04T03:00"]);
});

test("case 31: beside one small fault each, the good event is busy; what could not be read is counted", () => {
  const files = readdirSync(join(cases, "31-ics-one-bad-event")).filter((name) => name.endsWith(".ics"));
  assert.equal(files.length, 9);
  for (const name of files) assert.equal(busy(`31-ics-one-bad-event/${name}`)[0], "12-01T13:00/12-01T14:00", name);
  const of = (name: string) => read(`31-ics-one-bad-event/${name}`);
  assert.equal(of("c-no-dtstart.ics").leftOut, 1);
  assert.equal(of("l-no-end-calendar.ics").isCut, true);
  // Of what is only badly written, the times are busy too: the day, the second event, and a series to the end of its last day.
  assert.deepEqual(of("a-date-with-time.ics").busy.slice(1), ["12-02T03:00/12-03T03:00"]);
  for (const name of ["b-unfolded-text.ics", "j-wrong-end.ics"])
    assert.deepEqual(of(name).busy.slice(1), ["12-02T13:00/12-02T14:00"], name);
  assert.deepEqual(
    of("n-until-date-tz.ics").busy.slice(1),
    ["12-02", "12-03", "12-04"].map((day) => `${day}T13:00/${day}T14:00`),
  );
});

test("case 32: the busy periods of a published free/busy object are busy", () => {
  assert.deepEqual(busy("32-ics-freebusy/freebusy.ics"), ["12-01T13:00/12-01T14:00", "12-02T13:00/12-02T14:00"]);
});
