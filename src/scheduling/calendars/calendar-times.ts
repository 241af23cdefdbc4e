import { dayMs, earlier, later } from "../../platform/time/durations.ts";
import { type BusyTime, type CalendarAnswer, type CalendarQuestion, calendarLimits, mergedBusy } from "./calendar.ts";
import { type CalendarPart, calendarsIn, lineOf, linesOf, wordOf } from "./calendar-lines.ts";
import { type Budget, newBudget, startsOf } from "./calendar-series.ts";
import {
  dayMeant,
  dayOfWall,
  eachValue,
  type FileTime,
  lengthOf,
  momentOfTime,
  periodOf,
  timeOf,
  Unreadable,
} from "./calendar-values.ts";
import { type Zones, zonesOf } from "./calendar-zones.ts";
import { guardedRead, workedMs } from "./guarded-read.ts";

type Window = { from: Date; to: Date };
/** What one event, or one changed occurrence, says. `replaces`: the occurrence that it stands for. */
type Entry = {
  part: CalendarPart;
  zones: Zones;
  uid: string;
  replaces: FileTime | undefined;
  following: boolean;
  isFree: boolean;
  start: FileTime;
  /** Milliseconds; of whole days, days of 24 hours of the wall clock. */
  length: number;
};

/** Free by its own word: cancelled, or marked as not blocking (RFC 5545 §3.8.2.7; Outlook's own mark where that is missing). */
function isFree(part: CalendarPart): boolean {
  const transparency =
    wordOf(part, "TRANSP") || (wordOf(part, "X-MICROSOFT-CDO-BUSYSTATUS") === "FREE" && "TRANSPARENT");
  return wordOf(part, "STATUS") === "CANCELLED" || transparency === "TRANSPARENT";
}

/** How long an event lasts: to its end in that end's own zone; a whole day where a day has no later end (§3.6.1). */
function lengthOfEvent(part: CalendarPart, start: FileTime, zones: Zones): number {
  const [endLine, durationLine] = [lineOf(part, "DTEND"), lineOf(part, "DURATION")];
  const end = endLine && timeOf(endLine.value, endLine, zones);
  const between = (until: FileTime) =>
    start.isDay && until.isDay
      ? until.wall.getTime() - start.wall.getTime()
      : momentOfTime(until).getTime() - momentOfTime(start).getTime();
  const length = end ? between(end) : durationLine ? lengthOf(durationLine.value) : 0;
  if (start.isDay) return Math.max(length, dayMs);
  if (length < 0) throw new Unreadable("ends before it begins");
  return length;
}

function entryOf(part: CalendarPart, zones: Zones): Entry {
  const startLine = lineOf(part, "DTSTART");
  const replacesLine = lineOf(part, "RECURRENCE-ID");
  const replaces = replacesLine && timeOf(replacesLine.value, replacesLine, zones);
  const free = isFree(part);
  // A cancelled occurrence may come without times: it stands for the one that it takes away.
  if (!startLine && !(free && replaces)) throw new Unreadable("no start");
  const start = startLine ? timeOf(startLine.value, startLine, zones) : (replaces as FileTime);
  return {
    ...{ part, zones, replaces, start, isFree: free },
    uid: lineOf(part, "UID")?.value ?? "",
    following: replacesLine?.params.get("RANGE")?.toUpperCase() === "THISANDFUTURE",
    length: free ? 0 : lengthOfEvent(part, start, zones),
  };
}

function busyAt(entry: Pick<Entry, "start" | "length">, wall: Date): BusyTime {
  const { zone, isDay } = entry.start;
  const from = zone.moment(wall);
  const to = isDay ? zone.moment(later(wall, entry.length)) : later(from, entry.length);
  return { from, to };
}

/** The occurrences that EXDATE and changed occurrences take away: compared as moments, or as days where one says a day. */
function exceptions(times: readonly FileTime[], series: FileTime): (wall: Date) => boolean {
  const days = new Set(times.filter((time) => series.isDay || time.isDay).map((time) => dayMeant(time, series)));
  const moments = new Set(times.filter(({ isDay }) => !isDay).map((time) => momentOfTime(time).getTime()));
  return (wall) => days.has(dayOfWall(wall)) || (!series.isDay && moments.has(series.zone.moment(wall).getTime()));
}

/** Starts of an event and of its repetitions near the window, as wall clocks; `partly`: some could not be read. */
function wallsOf({ part, zones, start, length }: Entry, window: Window, budget: Budget) {
  // A day more on each side: wall clocks and moments differ by at most fourteen hours.
  const around = {
    from: earlier(window.from, length + 2 * dayMs),
    to: later(window.to, 2 * dayMs),
  };
  const added = eachValue(linesOf(part, "RDATE"), (value, line) => timeOf(value.split("/")[0] ?? "", line, zones));
  let partly = added.unreadable > 0;
  const walls = [start.wall];
  for (const { value } of linesOf(part, "RRULE"))
    try {
      walls.push(...startsOf(value, { start, zones }, around, budget));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      partly = true;
    }
  for (const time of added.values)
    walls.push(start.isDay || time.isDay ? time.wall : start.zone.wall(momentOfTime(time)));
  return { walls, partly };
}

/** Everything that one event and its repetitions block; `partly`: something of it could not be read. */
function busyOf(entry: Entry, changed: readonly Entry[], window: Window, budget: Budget) {
  const { part, zones, start } = entry;
  if (entry.replaces) return { busy: entry.isFree ? [] : [busyAt(entry, start.wall)], partly: false };
  const { walls, partly } = wallsOf(entry, window, budget);
  // An exception that cannot be read takes nothing away: rather one time too few on sale than one sold twice.
  const without = eachValue(linesOf(part, "EXDATE"), (value, line) => timeOf(value, line, zones)).values;
  const isGone = exceptions([...without, ...changed.flatMap(({ replaces }) => replaces ?? [])], start);
  const onward = changed
    .filter(({ following }) => following)
    .map((change) => ({ change, since: momentOfTime(change.replaces as FileTime) }))
    .sort((a, b) => a.since.getTime() - b.since.getTime());
  const busy = walls.flatMap((wall) => {
    if (isGone(wall)) return [];
    const last = onward.length > 0 && onward.findLast(({ since }) => since < start.zone.moment(wall));
    if (!last) return entry.isFree ? [] : [busyAt(entry, wall)];
    const { change, since } = last;
    const shift = change.start.wall.getTime() - start.zone.wall(since).getTime();
    return change.isFree ? [] : [busyAt(change, later(wall, shift))];
  });
  // An added occurrence may say its own length.
  const ownLength = linesOf(part, "RDATE").filter(({ value }) => value.includes("/"));
  const periods = entry.isFree ? [] : eachValue(ownLength, (value, line) => periodOf(value, line, zones)).values;
  for (const { start: at, from, to } of periods)
    if (!isGone(at.zone === start.zone ? at.wall : start.zone.wall(from))) busy.push({ from, to });
  return { busy, partly };
}

/** Busy periods of a published free/busy object (§3.8.2.6); kinds that nobody knows count as busy, as the norm says. */
function freeBusy(part: CalendarPart, zones: Zones) {
  const lines = linesOf(part, "FREEBUSY").filter(({ params }) => params.get("FBTYPE")?.toUpperCase() !== "FREE");
  return eachValue(lines, (value, line) => periodOf(value, line, zones));
}

/**
 * What `read` gives; undefined where it cannot, and the event is then left out, counted and told. Only rules may never
 * end, so only they are guarded.
 */
function guarded<T>(hasRules: boolean, read: () => T): T | undefined {
  if (hasRules) return guardedRead(read);
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Events that stand alone come first, so that a repetition that uses up all the time uses none of theirs. */
const singleFirst = (entries: readonly Entry[]) =>
  [...entries].sort((a, b) => Number(isRepeating(a)) - Number(isRepeating(b)));
const isRepeating = ({ part }: Entry) => lineOf(part, "RRULE") !== undefined;

/**
 * Busy times of an iCalendar text (RFC 5545) within [from, to), joined, with what could not be read counted and the names
 * of zones that nobody knows. Pure; run it where it may be killed. A fault of one event ends with that event.
 */
export function busyTimesOf({ text, from, to, zone }: CalendarQuestion): CalendarAnswer {
  const { calendars, isCut, unfinished } = calendarsIn(text);
  const parts = calendars.flatMap((calendar) => {
    const zones = zonesOf(calendar, zone);
    const isWithdrawn = wordOf(calendar, "METHOD") === "CANCEL";
    return isWithdrawn ? [] : calendar.inner.map((part) => ({ part, zones }));
  });
  const events = parts.filter(({ part }) => part.name === "VEVENT");
  const published = parts.filter(({ part }) => part.name === "VFREEBUSY");
  if (events.length + published.length > calendarLimits.events) return { refusal: "calendar-too-big" };
  const busy: BusyTime[] = [];
  let [read, leftOut, leftOutSeries] = [0, 0, 0];
  const entries: Entry[] = [];
  for (const { part, zones } of events) {
    const entry = guarded(zones.hasRules, () => entryOf(part, zones));
    if (entry) entries.push(entry);
    else leftOut++;
  }
  const changes = Map.groupBy(
    entries.filter(({ replaces, uid }) => replaces && uid),
    ({ uid }) => uid,
  );
  const budget = newBudget();
  const deadline = workedMs() + calendarLimits.seriesMilliseconds;
  for (const entry of singleFirst(entries)) {
    const hasRules = isRepeating(entry) || entry.zones.hasRules;
    const left = budget.occurrences;
    const come = () => {
      budget.occurrences = left;
      return busyOf(entry, changes.get(entry.uid) ?? [], { from, to }, budget);
    };
    const came = !hasRules || workedMs() < deadline ? guarded(hasRules, come) : undefined;
    // Of a series that cannot be followed, its first time at least.
    busy.push(...(came?.busy ?? (entry.isFree ? [] : [busyAt(entry, entry.start.wall)])));
    if (came && !came.partly && entry.part !== unfinished) read++;
    else {
      leftOut++;
      if (isRepeating(entry)) leftOutSeries++;
    }
  }
  for (const { part, zones } of published) {
    const came = freeBusy(part, zones);
    busy.push(...came.values.map(({ from, to }) => ({ from, to })));
    leftOut += came.unreadable;
    if (came.unreadable === 0 || came.values.length > 0) read++;
  }
  if (read === 0) {
    if (leftOut > 0 && leftOut === leftOutSeries) return { refusal: "calendar-recurrences" };
    // Tasks and notes alone, or a file that ends before its first event: nothing was read, and that is not "read".
    const isOther = parts.some(({ part }) => part.name !== "VTIMEZONE");
    if (leftOut > 0 || isOther || isCut || calendars.length === 0) return { refusal: "calendar-unreadable" };
  }
  const joined = mergedBusy(busy.filter((time) => time.from < to && time.to > from && time.from < time.to));
  if (joined.length > calendarLimits.busy) return { refusal: "calendar-too-big" };
  const unknownZones = [...new Set(parts.flatMap(({ zones }) => [...zones.unknown]))];
  return { busy: joined, leftOut, unknownZones, isCut };
}
