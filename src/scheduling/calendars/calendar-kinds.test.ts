import assert from "node:assert/strict";
import { test } from "node:test";
import { wallOf } from "../agenda/wall-clock.ts";
import { calendarTextOf } from "./calendar-lines.ts";
import { busyTimesOf } from "./calendar-times.ts";
import { zoneNamed } from "./calendar-zones.ts";

const from = new Date("2026-11-28T16:30:00Z");
const to = new Date(from.getTime() + 60 * 86_400_000);
const file = (...lines: string[]) => ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR"].join("\r\n");
const event = (...lines: string[]) => ["BEGIN:VEVENT", "UID:e", ...lines, "END:VEVENT"].join("\r\n");
const good = "BEGIN:VEVENT\r\nUID:good\r\nDTSTART:20261201T130000Z\r\nDTEND:20261201T140000Z\r\nEND:VEVENT";
const goodBusy = "12-01T13:00/12-01T14:00";

function readText(text: string) {
  const answer = busyTimesOf({ text, from, to, zone: "America/Sao_Paulo" });
  assert.ok("busy" in answer, JSON.stringify(answer));
  const at = (time: Date) => time.toISOString().slice(5, 16);
  return { ...answer, busy: answer.busy.map((time) => `${at(time.from)}/${at(time.to)}`) };
}
const read = (...lines: string[]) => readText(file(...lines));

test("names of zones as programs write them: tzdata, Windows, displayed in English and Portuguese, offsets", () => {
  const at = new Date("2026-12-02T12:00:00Z");
  const hours = (name: string) => {
    const zone = zoneNamed(name);
    return zone?.isSure && (wallOf(at, zone.zone).getTime() - at.getTime()) / 3_600_000;
  };
  for (const [name, offset] of [
    ["America/Sao_Paulo", -3],
    ["/freeassociation.sourceforge.net/America/Manaus", -4],
    ["America/Sao Paulo", -3],
    ["E. South America Standard Time", -3],
    ["w. europe standard time", 1],
    ["tzone://Microsoft/Utc", 0],
    ['"(UTC-04:00) Manaus"', -4],
    ["(UTC-03:00) Brasília", -3],
    ["(GMT-03:00) Brasilia", -3],
    ["(UTC-04:00) Georgetown, La Paz, Manaus, San Juan", -4],
    ["(UTC-05:00) Eastern Time (US & Canada)", -5],
    ["(UTC-06:00) Central Time (US & Canada)", -6],
    ["(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", 1],
    ["Hora oficial do Brasil", -3],
    ["Horário Padrão de Brasília", -3],
    ["UTC-3", -3],
    ["GMT-0300", -3],
    ["UTC-12", -12],
    ["UTC", 0],
  ] as const)
    assert.equal(hours(name), offset, name);
  // Summer there, so that "Central Time" is no zone without one.
  const july = new Date("2026-07-02T12:00:00Z");
  const central = zoneNamed("(UTC-06:00) Central Time (US & Canada)")?.zone ?? "";
  assert.equal((wallOf(july, central).getTime() - july.getTime()) / 3_600_000, -5);
  for (const name of ["Customized Time Zone", "Meu fuso", ""]) assert.equal(zoneNamed(name), undefined, name);
});

test("a zone that nobody knows is said and its time stays busy; rules of the file's own are used", () => {
  const custom = (zone: string) => event(`DTSTART;TZID=${zone}:20261202T100000`, `DTEND;TZID=${zone}:20261202T110000`);
  const unknown = read(good, custom("Customized Time Zone"));
  assert.deepEqual(unknown.busy, [goodBusy, "12-02T13:00/12-02T14:00"]);
  assert.deepEqual(unknown.unknownZones, ["Customized Time Zone"]);
  const onlyOffset = read(custom('"(UTC-05:00) Algum lugar"'));
  assert.deepEqual(onlyOffset.busy, ["12-02T15:00/12-02T16:00"]);
  assert.deepEqual(onlyOffset.unknownZones, ["(UTC-05:00) Algum lugar"]);
  const rule = (kind: string, month: number, day: string, before: string, after: string) =>
    `BEGIN:${kind}\r\nDTSTART:16010101T020000\r\nRRULE:FREQ=YEARLY;BYDAY=${day};BYMONTH=${month}\r\nTZOFFSETFROM:${before}\r\nTZOFFSETTO:${after}\r\nEND:${kind}`;
  const zone = `BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\n${rule("STANDARD", 11, "1SU", "-0400", "-5")}\r\n${rule("DAYLIGHT", 3, "2SU", "-5:00", "-0400")}\r\nEND:VTIMEZONE`;
  const own = read(zone, custom("Customized Time Zone"));
  assert.deepEqual([own.busy, own.unknownZones], [["12-02T15:00/12-02T16:00"], []]);
  // A copy of Brazil's old summer time does not move what tzdata knows better.
  const old = zone
    .replace("Customized Time Zone", "America/Sao_Paulo")
    .replaceAll("-5", "-2")
    .replaceAll("-0400", "-0200");
  assert.deepEqual(read(old, custom("America/Sao_Paulo")).busy, ["12-02T13:00/12-02T14:00"]);
});

test("each property has its own zone: an end, an exception and an added time elsewhere are compared as moments", () => {
  assert.deepEqual(
    read(event("DTSTART;TZID=America/Sao_Paulo:20261201T100000", "DTEND;TZID=America/New_York:20261201T100000")).busy,
    ["12-01T13:00/12-01T15:00"],
  );
  const weekly = ["DTSTART;TZID=America/Sao_Paulo:20261130T140000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4"];
  const left = ["11-30T17:00/11-30T18:00", "12-21T17:00/12-21T18:00"];
  assert.deepEqual(
    read(event(...weekly, "EXDATE:20261207T170000Z", "EXDATE;TZID=America/Manaus:20261214T130000")).busy,
    left,
  );
  assert.deepEqual(read(event(...weekly, "EXDATE;VALUE=DATE:20261207,20261214")).busy, left);
  const added = "RDATE;VALUE=PERIOD:20261202T100000Z/PT3H";
  assert.deepEqual(read(event("DTSTART:20261201T130000Z", "DURATION:PT1H", added)).busy, [
    goodBusy,
    "12-02T10:00/12-02T13:00",
  ]);
});

test("changed occurrences are judged by themselves: cancelled, free, alone, of a cancelled series, and all that follow", () => {
  const head = ["DTSTART:20261130T140000Z", "DTEND:20261130T150000Z", "RRULE:FREQ=WEEKLY;COUNT=4"];
  const change = (...lines: string[]) => event("RECURRENCE-ID:20261207T140000Z", ...lines);
  const moved = ["DTSTART:20261208T160000Z", "DTEND:20261208T170000Z"];
  const others = ["11-30T14:00/11-30T15:00", "12-14T14:00/12-14T15:00", "12-21T14:00/12-21T15:00"];
  assert.deepEqual(read(event(...head), change("STATUS:CANCELLED")).busy, others);
  assert.deepEqual(read(event(...head), change(...moved, "TRANSP:TRANSPARENT")).busy, others);
  assert.deepEqual(read(change(...moved)).busy, ["12-08T16:00/12-08T17:00"]);
  assert.deepEqual(read(event(...head, "STATUS:CANCELLED"), change(...moved)).busy, ["12-08T16:00/12-08T17:00"]);
  const following = event(
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20261214T140000Z",
    "DTSTART:20261215T160000Z",
    "DURATION:PT2H",
  );
  assert.deepEqual(read(event(...head), following).busy, [
    "11-30T14:00/11-30T15:00",
    "12-07T14:00/12-07T15:00",
    "12-15T16:00/12-15T18:00",
    "12-22T16:00/12-22T18:00",
  ]);
  // One that cannot be read takes nothing off: its time stays busy, and it is counted.
  const broken = read(event(...head), change("DTSTART:20261399T160000Z"));
  assert.deepEqual([broken.busy.length, broken.leftOut], [4, 1]);
});

test("whole days: several, with exceptions and ends as programs write them, and with a length instead of an end", () => {
  const days = (...lines: string[]) => read(event("DTSTART;VALUE=DATE:20261201", ...lines)).busy;
  assert.deepEqual(days("DTEND;VALUE=DATE:20261203"), ["12-01T03:00/12-03T03:00"]);
  assert.deepEqual(days("DTEND;VALUE=DATE:20261130"), ["12-01T03:00/12-02T03:00"]);
  assert.deepEqual(days("DURATION:P2D"), ["12-01T03:00/12-03T03:00"]);
  const series = days("RRULE:FREQ=DAILY;UNTIL=20261204T000000Z", "EXDATE:20261202T000000", "EXDATE:20261203T030000Z");
  assert.deepEqual(series, ["12-01T03:00/12-02T03:00", "12-04T03:00/12-05T03:00"]);
});

test("one event that cannot be read, or never ends, ends alone; it is counted, and of a series its first time is busy", () => {
  const length = ["DTEND:20261202T140000Z"];
  const first = "12-02T13:00/12-02T14:00";
  for (const [kind, lines, busy] of [
    ["a month that is none", ["DTSTART:20261301T000000Z"], []],
    ["a day that is none", ["DTSTART:20260230T000000Z"], []],
    ["an hour that is none", ["DTSTART:20261202T250000Z"], []],
    ["words", ["DTSTART:amanhã"], []],
    ["an end before its beginning", ["DTSTART:20261202T150000Z", ...length], []],
    ["a length that is none", ["DTSTART:20261202T130000Z", "DURATION:1 hora"], []],
    ["a length of ages", ["DTSTART:20261202T130000Z", "DURATION:P99999999999999D"], []],
    ["a rule that is none", ["DTSTART:20261202T130000Z", ...length, "RRULE:FREQ=QUINZENAL"], [first]],
    ["by the second", ["DTSTART:20261202T130000Z", ...length, "RRULE:FREQ=SECONDLY"], [first]],
    ["an end of a series that is none", ["DTSTART:20261202T130000Z", ...length, "RRULE:FREQ=DAILY;UNTIL=x"], [first]],
  ] as const) {
    const answer = read(event(...lines), good);
    assert.deepEqual([answer.busy, answer.leftOut], [[goodBusy, ...busy], 1], kind);
  }
  const periods =
    "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261202T130000Z/PT1H,ruim/PT1H\r\nFREEBUSY;FBTYPE=FREE:20261203T130000Z/PT1H";
  const published = read(`BEGIN:VFREEBUSY\r\n${periods}\r\nEND:VFREEBUSY`);
  assert.deepEqual([published.busy, published.leftOut], [["12-02T13:00/12-02T14:00"], 1]);
});

test("files written badly are read all the same: UTF-16, a mark at the beginning, ISO times, nested and missing ends", () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(file(good), "utf16le")]);
  const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(file(good))]);
  for (const bytes of [utf16, marked]) assert.deepEqual(readText(calendarTextOf(bytes)).busy, [goodBusy]);
  const iso = good.replace("20261201T130000Z", "2026-12-01T10:00:00-03:00");
  const alarm = good.replace("END:VEVENT", "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nDTSTART:20261205T130000Z\r\nEND:VEVENT");
  const folded = good.replace("DTSTART:20261201", 'DTSTART;X-A="a:b"\r\n :2026\r\n 1201');
  for (const lines of [iso, alarm, folded]) assert.deepEqual(read(lines).busy, [goodBusy], lines);
  assert.deepEqual(readText(`${file()}\r\n${good}`).busy, [goodBusy], "after the end");
  const cut = file(good, event("DTSTART:20261202T130000Z", "DTEND:20261202T140000Z")).split("DTEND:20261202")[0] ?? "";
  const half = readText(`${cut}DTEND:2026`);
  assert.deepEqual([half.busy, half.leftOut, half.isCut], [[goodBusy], 1, true]);
});

test("a file of which nothing could be read is refused; one without appointments is read", () => {
  const refusal = (text: string) => busyTimesOf({ text, from, to, zone: "America/Sao_Paulo" });
  const unreadable = { refusal: "calendar-unreadable" };
  assert.deepEqual(refusal(file("BEGIN:VJOURNAL\r\nDTSTART:20261201T100000Z\r\nEND:VJOURNAL")), unreadable);
  assert.deepEqual(refusal(file(event("SUMMARY:sem hora"))), unreadable);
  assert.deepEqual(refusal("BEGIN:VCALENDAR\r\nVERSION:2.0"), unreadable);
  assert.deepEqual(read().busy, []);
  assert.deepEqual(read("METHOD:CANCEL", good).busy, []);
});

test("many series since years ago are followed in bounded time", () => {
  const since = (index: number) =>
    `BEGIN:VEVENT\r\nUID:${index}\r\nDTSTART;TZID=America/Sao_Paulo:20100104T090000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE\r\nEND:VEVENT`;
  const answer = read(...Array.from({ length: 200 }, (_, index) => since(index)));
  assert.equal(answer.leftOut, 0);
  assert.equal(answer.busy[0], "11-30T12:00/11-30T13:00");
});
