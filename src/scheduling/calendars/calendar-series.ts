import ICAL from "ical.js";
import { dayMs } from "../../platform/time/durations.ts";
import { calendarLimits } from "./calendar.ts";
import { dayMeant, type FileTime, timeOf, Unreadable } from "./calendar-values.ts";
import type { Zones } from "./calendar-zones.ts";

/** Repeating by the hour or finer: nobody's appointment. */
const tooOften = ["SECONDLY", "MINUTELY", "HOURLY"];

/** Occurrences that may still be counted in this file; a series that would take more is left out. */
export type Budget = { occurrences: number };

/** UNTIL as the series' own wall clock: it is written in UTC, as a day (which counts whole), or without a zone. */
function untilOf(written: string, start: FileTime, zones: Zones): Date {
  const until = timeOf(written, { params: new Map() }, zones);
  if (start.isDay) return new Date(`${dayMeant(until, start)}T23:59:59Z`);
  if (until.isDay) return new Date(until.wall.getTime() + dayMs - 1000);
  return until.zone === zones.utc ? start.zone.wall(until.wall) : until.wall;
}

function wallTime(wall: Date): ICAL.Time {
  const time = ICAL.Time.fromJSDate(wall, true);
  time.zone = ICAL.Timezone.localTimezone;
  return time;
}

const asDate = ({ year, month, day, hour, minute, second }: ICAL.Time) =>
  new Date(Date.UTC(year, month - 1, day, hour, minute, second));

/** A start that a rule without COUNT may be begun from as well, so that a series since 2010 is not walked through. */
function later(recur: ICAL.Recur, start: Date, from: Date): Date {
  const days = { DAILY: 1, WEEKLY: 7 }[recur.freq as string];
  if (!days || recur.count || from <= start) return start;
  const step = days * (recur.interval || 1) * dayMs;
  return new Date(start.getTime() + Math.floor((from.getTime() - start.getTime()) / step) * step);
}

/**
 * Starts of a series between two wall clocks, the first one always among them. Unreadable: a rule that cannot be read,
 * repeats by the hour or oftener, or has more occurrences than the file may have.
 */
export function startsOf(
  rule: string,
  { start, zones }: { start: FileTime; zones: Zones },
  { from, to }: { from: Date; to: Date },
  budget: Budget,
): Date[] {
  const parts = rule.replace(/\s/g, "").split(";").filter(Boolean);
  const until = parts.find((part) => /^UNTIL=/i.test(part))?.slice(6);
  const end = until === undefined ? undefined : untilOf(until, start, zones);
  const recur = ruleOf(
    parts
      .filter((part) => !/^UNTIL=/i.test(part))
      .join(";")
      .toUpperCase(),
  );
  if (tooOften.includes(recur.freq)) throw new Unreadable("too often");
  const starts = [start.wall];
  const iterator = iteratorOf(recur, later(recur, start.wall, from));
  for (let at = iterator.next(); at; at = iterator.next()) {
    if (--budget.occurrences < 0) throw new Unreadable("too many");
    const wall = asDate(at);
    if (wall > to || (end && wall > end)) break;
    if (wall >= from && wall > start.wall) starts.push(wall);
  }
  return starts;
}

function ruleOf(text: string): ICAL.Recur {
  try {
    return ICAL.Recur.fromString(text);
  } catch (cause) {
    throw new Unreadable("no rule", { cause });
  }
}

function iteratorOf(recur: ICAL.Recur, start: Date) {
  try {
    return recur.iterator(wallTime(start));
  } catch (cause) {
    throw new Unreadable("a rule against itself", { cause });
  }
}

export const newBudget = (): Budget => ({ occurrences: calendarLimits.occurrences });
