import { dayMs } from "../../platform/time/durations.ts";
import { defaultLanguage, type Language } from "./language.ts";

/** Weekly open hours of an agent, local time of `zone`: weekday 0 = Sunday, "08:00" to "24:00". */
export type AgendaHours = { weekday: number; opens: string; closes: string };

/** A day ("2026-12-24", local) unlike its weekday: its spans, closed where there are none, its weekday's where absent. */
export type AgendaException = {
  day: string;
  spans: { opens: string; closes: string }[] | undefined;
  reason: string;
};

/** Why time is off sale: once, each day at a pause, for days on end, or because another calendar says so. */
export type BlockKind = "block" | "break" | "vacation" | "calendar";

/** What an agent attends; null products: all of the AR. `siteIds`: where they receive people. `away`: not offered for new times, appointments stay. */
export type AgentProfile = {
  productIds: string[] | null;
  languages: Language[];
  siteIds: string[];
  away: { since: Date; until: Date | null; reason: string } | null;
};

const clock = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

/** Whether each range is real, begins before it ends and crosses no other of its day. */
export function areHoursSound(hours: readonly AgendaHours[]): boolean {
  const sound = hours.every(
    ({ weekday, opens, closes }) =>
      Number.isInteger(weekday) &&
      weekday >= 0 &&
      weekday <= 6 &&
      clock.test(opens) &&
      clock.test(closes) &&
      opens < closes,
  );
  const crossing = hours.some((a, i) =>
    hours.some((b, j) => i < j && a.weekday === b.weekday && a.opens < b.closes && b.opens < a.closes),
  );
  return sound && !crossing;
}

/** Whether the zone is one that clocks are set by ("America/Manaus"); the database knows the same ones. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "" && zone.includes("/");
  } catch {
    return false;
  }
}

/** "2026-02-30" is no day. */
export function isDay(text: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Whether the day and its spans are real and no span crosses another. */
export function isExceptionSound({ day, spans, reason }: AgendaException): boolean {
  return isDay(day) && reason.trim() !== "" && areHoursSound((spans ?? []).map((span) => ({ weekday: 0, ...span })));
}

const year = 366 * dayMs;

/** Whether [from, to) is a period somebody can mean: forward, at most a year long, within a lifetime of the product. */
export function isPeriodSound(from: Date, to: Date): boolean {
  const length = to.getTime() - from.getTime();
  return length > 0 && length <= year && from.getUTCFullYear() > 2000 && to.getUTCFullYear() < 2200;
}

export const usualProfile: AgentProfile = { productIds: null, languages: [defaultLanguage], siteIds: [], away: null };

/** Whether these are days somebody can mean: in order, at most a year of them. */
export function areDaysSound(fromDay: string, throughDay: string): boolean {
  if (!isDay(fromDay) || !isDay(throughDay)) return false;
  const days = (Date.parse(throughDay) - Date.parse(fromDay)) / dayMs;
  return days >= 0 && days < 366;
}

/** Each day from the first through the last. */
export function daysThrough(fromDay: string, throughDay: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(fromDay); at <= Date.parse(throughDay); at += dayMs)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** The switch "not now" as it stands: null where it is off, or its end has come. */
export function awayNow({ away }: AgentProfile, now: Date): AgentProfile["away"] {
  return away && away.since <= now && (away.until === null || now < away.until) ? away : null;
}
