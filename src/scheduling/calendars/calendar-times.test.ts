import assert from "node:assert/strict";
import { test } from "node:test";
import { isPublicAddress } from "../../platform/public-address.ts";
import { momentOf } from "../agenda/wall-clock.ts";
import { parseCalendarUrl } from "./calendar-fetch.ts";
import { busyTimesOf } from "./calendar-times.ts";

const from = new Date("2026-11-23T00:00:00Z");
const to = new Date("2026-12-23T00:00:00Z");
const zone = "America/Sao_Paulo";
const calendar = (...events: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//t//t//", ...events, "END:VCALENDAR"].join("\r\n");
let uid = 0;
const event = (...lines: string[]) =>
  ["BEGIN:VEVENT", `UID:${uid++}@t`, "DTSTAMP:20261101T000000Z", ...lines, "END:VEVENT"].join("\r\n");
const read = (...events: string[]) => {
  const answer = busyTimesOf({ text: calendar(...events), from, to, zone });
  if ("refusal" in answer) return answer.refusal;
  return answer.busy.map((time) => `${time.from.toISOString().slice(0, 16)}/${time.to.toISOString().slice(0, 16)}`);
};

test("times in UTC, in a named zone, floating and of whole days become moments", () => {
  assert.deepEqual(read(event("DTSTART:20261124T120000Z", "DTEND:20261124T130000Z")), [
    "2026-11-24T12:00/2026-11-24T13:00",
  ]);
  assert.deepEqual(read(event("DTSTART;TZID=America/Manaus:20261124T090000", "DURATION:PT30M")), [
    "2026-11-24T13:00/2026-11-24T13:30",
  ]);
  assert.deepEqual(read(event("DTSTART:20261124T090000", "DTEND:20261124T100000")), [
    "2026-11-24T12:00/2026-11-24T13:00",
  ]);
  assert.deepEqual(read(event("DTSTART;VALUE=DATE:20261125", "DTEND;VALUE=DATE:20261126")), [
    "2026-11-25T03:00/2026-11-26T03:00",
  ]);
  assert.equal(momentOf(new Date("2026-07-01T12:00:00Z"), "Europe/Lisbon").toISOString(), "2026-07-01T11:00:00.000Z");
});

test("free, cancelled and past ones do not block; touching ones are one", () => {
  assert.deepEqual(
    read(
      event("DTSTART:20261124T120000Z", "DTEND:20261124T130000Z", "TRANSP:TRANSPARENT"),
      event("DTSTART:20261124T120000Z", "DTEND:20261124T130000Z", "STATUS:CANCELLED"),
      event("DTSTART:20200101T120000Z", "DTEND:20200101T130000Z"),
      event("DTSTART:20261124T140000Z", "DTEND:20261124T150000Z"),
      event("DTSTART:20261124T150000Z", "DTEND:20261124T153000Z"),
    ),
    ["2026-11-24T14:00/2026-11-24T15:30"],
  );
});

test("a series since years ago counts, less its exceptions, with the one that was moved", () => {
  const times = read(
    [
      "BEGIN:VEVENT\r\nUID:weekly@t\r\nDTSTART:20200106T120000Z\r\nDTEND:20200106T130000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=MO",
      "EXDATE:20261130T120000Z\r\nEND:VEVENT",
      "BEGIN:VEVENT\r\nUID:weekly@t\r\nRECURRENCE-ID:20261207T120000Z\r\nDTSTART:20261208T180000Z\r\nDTEND:20261208T190000Z\r\nEND:VEVENT",
    ].join("\r\n"),
  );
  assert.deepEqual(times, [
    "2026-11-23T12:00/2026-11-23T13:00",
    "2026-12-08T18:00/2026-12-08T19:00",
    "2026-12-14T12:00/2026-12-14T13:00",
    "2026-12-21T12:00/2026-12-21T13:00",
  ]);
});

test("what is no calendar, too much, or repeats by the second is refused", () => {
  assert.equal(read("BEGIN:VEVENT"), "calendar-unreadable");
  const html = { text: "<html>", from, to, zone };
  assert.deepEqual(busyTimesOf(html), { refusal: "calendar-unreadable" });
  assert.equal(read(event("DTSTART:20260101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY")), "calendar-recurrences");
  const many = Array.from({ length: 10_000 }, () => event("DTSTART:20261124T120000Z", "DTEND:20261124T130000Z"));
  assert.equal(read(...many), "calendar-too-big");
  const bomb = event("DTSTART:18000101T000000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=90000");
  assert.equal(read(bomb), "calendar-recurrences");
});

test("only addresses of the open internet are read, by https", () => {
  for (const inside of ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"])
    assert.equal(isPublicAddress(inside), false, inside);
  for (const outside of ["8.8.8.8", "2800:3f0::1"]) assert.equal(isPublicAddress(outside), true, outside);
  assert.equal(parseCalendarUrl("webcal://agenda.exemplo.com.br/a.ics")?.href, "https://agenda.exemplo.com.br/a.ics");
  for (const wrong of [
    "http://a.exemplo/x",
    "https://localhost/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "file:///etc/passwd",
    "https://u:s@a.exemplo/x",
    "https://a.exemplo:8443/x",
    "agenda",
  ])
    assert.equal(parseCalendarUrl(wrong), undefined, wrong);
});
