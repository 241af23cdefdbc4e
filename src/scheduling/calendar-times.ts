import ICAL from "ical.js";
import {
  type BusyTime,
  type CalendarAnswer,
  type CalendarQuestion,
  type CalendarRefusal,
  calendarLimits,
  mergedBusy,
} from "./calendar.ts";
import { momentOf } from "./wall-clock.ts";

class Refused extends Error {
  readonly refusal: CalendarRefusal;
  constructor(refusal: CalendarRefusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en-US", { timeZone: name }));
  } catch {
    return false;
  }
}

/** A time of the file as a moment: by its own zone, by the zone its name means, else by the agent's. */
function toMoment(time: ICAL.Time, tzid: string | undefined, home: string): Date {
  const floating = time.isDate || time.zone === ICAL.Timezone.localTimezone;
  if (!floating) return time.toJSDate();
  const { year, month, day, hour, minute, second } = time;
  const zone = !time.isDate && tzid && isZone(tzid) ? tzid : home;
  return momentOf(new Date(Date.UTC(year, month - 1, day, hour, minute, second)), zone);
}

const tooOften = ["SECONDLY", "MINUTELY", "HOURLY"];

/** Events by UID: the series, and the occurrences that were changed one by one (RFC 5545 RECURRENCE-ID). */
function series(root: ICAL.Component[]): ICAL.Event[] {
  const all = root.flatMap((calendar) => calendar.getAllSubcomponents("vevent"));
  if (all.length > calendarLimits.events) throw new Refused("calendar-too-big");
  const events = all.map((component) => new ICAL.Event(component, { strictExceptions: true }));
  const heads = new Map(events.filter((event) => !event.isRecurrenceException()).map((event) => [event.uid, event]));
  return events.filter((event) => {
    const head = event.isRecurrenceException() ? heads.get(event.uid) : undefined;
    if (!head?.isRecurring()) return true;
    head.relateException(event);
    return false;
  });
}

function isBusy(component: ICAL.Component): boolean {
  const word = (name: string) => String(component.getFirstPropertyValue(name) ?? "").toUpperCase();
  return word("status") !== "CANCELLED" && word("transp") !== "TRANSPARENT";
}

/** Busy times of an iCalendar text (RFC 5545) within [from, to), joined. Pure; run it where it may be killed. */
export function busyTimesOf({ text, from, to, zone }: CalendarQuestion): CalendarAnswer {
  try {
    ICAL.TimezoneService.reset();
    // One calendar, or several in a row.
    const parsed = ICAL.parse(text) as unknown[];
    const parts = Array.isArray(parsed[0]) ? parsed : [parsed];
    const calendars = parts.map((part) => new ICAL.Component(part as ConstructorParameters<typeof ICAL.Component>[0]));
    if (calendars.some((calendar) => calendar.name !== "vcalendar")) throw new Refused("calendar-unreadable");
    for (const calendar of calendars)
      for (const zoneComponent of calendar.getAllSubcomponents("vtimezone"))
        ICAL.TimezoneService.register(zoneComponent);
    const busy: BusyTime[] = [];
    let seen = 0;
    const take = (item: { startDate: ICAL.Time; endDate: ICAL.Time; item: ICAL.Event }) => {
      if (++seen > calendarLimits.occurrences) throw new Refused("calendar-recurrences");
      const tzid = item.item.component.getFirstProperty("dtstart")?.getFirstParameter("tzid");
      const time = { from: toMoment(item.startDate, tzid, zone), to: toMoment(item.endDate, tzid, zone) };
      if (time.from < to && time.to > from && time.from < time.to && isBusy(item.item.component)) busy.push(time);
      return time.from < to;
    };
    for (const event of series(calendars)) {
      if (!event.startDate) continue;
      if (!event.isRecurring()) {
        take({ startDate: event.startDate, endDate: event.endDate, item: event });
        continue;
      }
      if (Object.keys(event.getRecurrenceTypes()).some((often) => tooOften.includes(often)))
        throw new Refused("calendar-recurrences");
      const next = event.iterator();
      for (let at = next.next(); at && take(event.getOccurrenceDetails(at)); at = next.next());
    }
    const joined = mergedBusy(busy);
    if (joined.length > calendarLimits.busy) throw new Refused("calendar-too-big");
    return { busy: joined };
  } catch (error) {
    // Whatever the parser stumbles over is a file that is no calendar.
    return { refusal: error instanceof Refused ? error.refusal : "calendar-unreadable" };
  }
}
