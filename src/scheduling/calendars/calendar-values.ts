import { dayMs, earlier, later, minuteMs } from "../../platform/time/durations.ts";
import type { ContentLine } from "./calendar-lines.ts";
import type { Zone, Zones } from "./calendar-zones.ts";

/** A time of a file: what its wall clock showed (figures as if UTC) and where that clock hung. Whole days: midnight. */
export type FileTime = { wall: Date; zone: Zone; isDay: boolean };

/** A value that cannot be read: its event is left out and counted, the file is not. */
export class Unreadable extends Error {}

const shape = /^(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*([Zz]|[+-]\d\d:?\d\d)?)?$/;

/** A DATE or DATE-TIME (RFC 5545 §3.3.4, §3.3.5), also with the hyphens and colons of ISO 8601. */
export function timeOf(value: string, { params }: Pick<ContentLine, "params">, zones: Zones): FileTime {
  const found = shape.exec(value.trim());
  if (!found) throw new Unreadable(`no time: ${value.slice(0, 40)}`);
  const [, year, month, day, hour, minute, second = "0", offset] = found;
  const isDay = hour === undefined || params.get("VALUE")?.toUpperCase() === "DATE";
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (new Date(date).toISOString().slice(0, 10) !== `${year}-${month}-${day}`) throw new Unreadable("no such day");
  if (isDay) return { wall: new Date(date), zone: zones.home, isDay };
  // 24:00 is the next midnight, and second 60 a leap second.
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second)];
  if (hours > 24 || minutes > 59 || seconds > 60 || (hours === 24 && minutes + seconds > 0))
    throw new Unreadable("no such hour");
  const wall = new Date(date + ((hours * 60 + minutes) * 60 + Math.min(seconds, 59)) * 1000);
  if (!offset) return { wall, zone: zones.of(params.get("TZID")), isDay };
  const [, sign, ahead = "00", past = "00"] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? [];
  const shift = (Number(ahead) * 60 + Number(past)) * minuteMs * (sign === "-" ? -1 : 1);
  return { wall: earlier(wall, shift), zone: zones.utc, isDay };
}

/** "2026-12-02" of a wall clock. */
export const dayOfWall = (wall: Date): string => wall.toISOString().slice(0, 10);

/** The day that a time means to a series of whole days; midnight of UTC is how some programs write a bare day. */
export function dayMeant(time: FileTime, series: FileTime): string {
  if (time.isDay || time.wall.getTime() % dayMs === 0) return dayOfWall(time.wall);
  return dayOfWall(series.zone.wall(momentOfTime(time)));
}

export const momentOfTime = ({ wall, zone }: FileTime): Date => zone.moment(wall);

const lengthShape = /^([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i;
const longest = 100 * 366 * dayMs;

/** A DURATION (§3.3.6) in milliseconds; days and weeks as 24 hours. */
export function lengthOf(value: string): number {
  const found = lengthShape.exec(value.trim());
  const parts = found?.slice(2) ?? [];
  if (!found || parts.every((part) => part === undefined)) throw new Unreadable(`no duration: ${value.slice(0, 40)}`);
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
  const length = ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  if (length > longest) throw new Unreadable("longer than a life");
  return found[1] === "-" ? -length : length;
}

/** The values of lines that hold several, each read by itself; what cannot be read is counted. */
export function eachValue<T>(lines: readonly ContentLine[], read: (value: string, line: ContentLine) => T) {
  const values: T[] = [];
  let unreadable = 0;
  for (const line of lines)
    for (const value of line.value.split(",").filter((one) => one.trim()))
      try {
        values.push(read(value, line));
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        unreadable++;
      }
  return { values, unreadable };
}

/** A PERIOD (§3.3.9): from a time to a time, or for a while. */
export function periodOf(value: string, line: ContentLine, zones: Zones): { start: FileTime; from: Date; to: Date } {
  const [first = "", last = ""] = value.split("/");
  const start = timeOf(first, line, zones);
  const from = momentOfTime(start);
  const to = /^[+-]?P/i.test(last.trim()) ? later(from, lengthOf(last)) : momentOfTime(timeOf(last, line, zones));
  if (to <= from) throw new Unreadable("ends before it begins");
  return { start, from, to };
}
