import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { findSlots } from "../../../src/scheduling/agenda/find-slots.ts";
import { addCalendar, removeCalendar } from "../../../src/scheduling/calendars/add-calendar.ts";
import { feedText } from "../../../src/scheduling/calendars/calendar-feed.ts";
import { readBusyTimes } from "../../../src/scheduling/calendars/calendar-reader.ts";
import { agentOfFeed, calendarsOf, feedEvents, feedSince } from "../../../src/scheduling/calendars/calendar-reads.ts";
import { closeFeed, openFeed } from "../../../src/scheduling/calendars/open-feed.ts";
import { readCalendar } from "../../../src/scheduling/calendars/read-calendar.ts";
import { refused } from "../../kit/refused.ts";
import { openWatch } from "../../kit/watch-story.ts";

const file = (...events: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:t", ...events, "END:VCALENDAR"].join("\r\n");
const dentist = "BEGIN:VEVENT\r\nUID:1@t\r\nDTSTART:20261124T130000Z\r\nDTEND:20261124T150000Z\r\nEND:VEVENT";

test("an agent's busy times are not sold; taken away, they are again", async () => {
  const { world, ctx, shop, expected } = await openWatch(1);
  await using _ = world;
  const window = { from: new Date("2026-11-24T12:00:00Z"), to: new Date("2026-11-24T16:00:00Z") };
  const starts = async () =>
    (await findSlots(ctx.db, { productIds: [shop.productId], window }, ctx.clock.now())).map(({ startsAt }) =>
      startsAt.toISOString().slice(11, 16),
    );
  assert.ok((await starts()).includes("13:00"));
  const { calendarId } = await addCalendar(ctx, { by: expected, name: "Pessoal", source: { text: file(dentist) } });
  const left = await starts();
  assert.ok(!left.includes("12:45") && !left.includes("13:00") && !left.includes("14:45"), left.join());
  assert.ok(left.includes("12:30") && left.includes("15:00"));
  assert.equal((await calendarsOf(ctx.db, expected.id))[0]?.busyCount, 1);
  const other = { ...expected, id: shop.raId };
  await assert.rejects(removeCalendar(ctx, { by: other, calendarId }), refused("not-found"));
  await removeCalendar(ctx, { by: expected, calendarId });
  assert.ok((await starts()).includes("13:00"));
});

test("bad calendars: refused in words, in bounded time, and nothing read before is lost", async () => {
  const { world, ctx, expected, shop } = await openWatch(1);
  await using _ = world;
  const add = (text: string) => addCalendar(ctx, { by: expected, name: "x", source: { text } });
  await assert.rejects(add("nada"), refused("calendar-unreadable"));
  await assert.rejects(add(file(dentist.repeat(20_000))), refused("calendar-too-big"));
  const endless = dentist.replace("END:VEVENT", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nEND:VEVENT");
  const span = { from: new Date("2026-11-23"), to: new Date("2027-01-23"), zone: "UTC" };
  const begun = Date.now();
  await readBusyTimes({ text: file(endless), ...span }).catch((error: unknown) =>
    assert.ok(refused("calendar-recurrences")(error)),
  );
  assert.ok(Date.now() - begun < 15_000, `${Date.now() - begun} ms`);
  // Sixty daily series that cannot be begun in the middle, and ten thousand events: given up, not waited for.
  const since2000 =
    "BEGIN:VEVENT\r\nUID:2@t\r\nDTSTART:20000101T000000Z\r\nRRULE:FREQ=DAILY;COUNT=100000\r\nEND:VEVENT\r\n";
  const short = "BEGIN:VEVENT\r\nDTSTART:20261124T120000Z\r\nEND:VEVENT\r\n";
  const asked = Date.now();
  const { leftOut } = await readBusyTimes({ text: file(since2000.repeat(60)), ...span });
  assert.ok(leftOut > 40 && leftOut < 60, `${leftOut} left out`);
  await assert.rejects(readBusyTimes({ text: file(short.repeat(10_000)), ...span }), refused("calendar-too-big"));
  assert.ok(Date.now() - asked < 15_000, `${Date.now() - asked} ms`);
  await add(file(dentist));
  for (const url of ["http://agenda.exemplo/a.ics", "https://127.0.0.1/a.ics"])
    await assert.rejects(
      addCalendar(ctx, { by: expected, name: "x", source: { url } }),
      refused("calendar-address-wrong"),
    );
  const source = { url: "https://agenda.invalid/a.ics" };
  const { calendarId } = await addCalendar(ctx, { by: expected, name: "Trabalho", source });
  await readCalendar(ctx, { calendarId });
  const [first, second] = await calendarsOf(ctx.db, expected.id);
  assert.equal(first?.busyCount, 1);
  assert.equal(second?.failure, "calendar-unreachable");
  for (let count = 2; count < 5; count++) await add(file(dentist));
  await assert.rejects(add(file(dentist)), refused("calendars-full"));
  await assert.rejects(
    addCalendar(ctx, { by: { ...expected, roles: ["manager"] }, name: "x", source: { text: file() } }),
    refused("not-allowed"),
  );
  assert.ok(shop.raId);
});

test("the feed: one secret address an agent, replaced and ended at will, read by python-icalendar", async () => {
  const { world, ctx, expected, order } = await openWatch(1);
  await using _ = world;
  const { token } = await openFeed(ctx, { by: expected });
  assert.equal((await agentOfFeed(ctx.db, token))?.id, expected.id);
  const now = ctx.clock.now();
  const events = await feedEvents(ctx.db, expected.id, now, new Date(now.getTime() + 86_400_000));
  const text = feedText(expected.name, events, "https://exemplo/desk", now);
  assert.ok(!text.includes("Maria"));
  const program = `
import sys, json, icalendar
c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
print(json.dumps([[str(e["SUMMARY"]), e["DTSTART"].dt.isoformat()] for e in c.walk("VEVENT")]))`;
  const read = JSON.parse(execFileSync("/usr/bin/python3", ["-c", program], { input: text, encoding: "utf8" }));
  assert.deepEqual(read, [[`Videoconferência ${order.number}`, "2026-11-23T14:00:00+00:00"]]);
  const next = await openFeed(ctx, { by: expected });
  assert.equal(await agentOfFeed(ctx.db, token), undefined);
  await closeFeed(ctx, { by: expected });
  assert.equal(await agentOfFeed(ctx.db, next.token), undefined);
  assert.equal(await feedSince(ctx.db, expected.id), undefined);
});
