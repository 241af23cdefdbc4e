import { earlier, minuteMs } from "../../platform/time/durations.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a hundred times what using it does. Zones are few. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const numeric = "numeric" as const;
    const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
    format = new Intl.DateTimeFormat("en-US", { timeZone: zone, hourCycle: "h23", era: "short", ...fields });
    formats.set(zone, format);
  }
  return format;
}

/** The wall clock of an IANA zone at a moment, its figures given as if they were UTC. */
export function wallOf(moment: Date, zone: string): Date {
  const part = Object.fromEntries(
    formatOf(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const year = part["era"] === "BC" ? 1 - Number(part["year"]) : Number(part["year"]);
  const wall = new Date(0);
  wall.setUTCFullYear(year, Number(part["month"]) - 1, Number(part["day"]));
  wall.setUTCHours(Number(part["hour"]), Number(part["minute"]), Number(part["second"]), moment.getUTCMilliseconds());
  return wall;
}

/** Moment of a wall clock in an IANA zone; a wall time that a clock change skips is moved on by it. */
export function momentOf(wall: Date, zone: string): Date {
  const offset = (at: number) => wallOf(new Date(at), zone).getTime() - at;
  const guess = wall.getTime() - offset(wall.getTime());
  return earlier(wall, offset(guess));
}

/** "2026-12-24" and "12:30" (to "24:00") in a zone. */
export function momentAt(day: string, clock: string, zone: string): Date {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return momentOf(new Date(Date.parse(`${day}T00:00:00Z`) + (hours * 60 + minutes) * minuteMs), zone);
}
