import type { AgentPrincipal } from "../../people/agent.ts";
import { minuteMs } from "../../platform/time/durations.ts";

declare module "../../platform/jobs/jobs.ts" {
  interface JobPayloads {
    "scheduling.read-calendar": { calendarId: string };
  }
}

/** An outside calendar whose busy times an agent is not offered in. `url`: read again by itself; else a file, read once. */
export type AgentCalendar = {
  id: string;
  agentId: string;
  name: string;
  hasUrl: boolean;
  createdAt: Date;
  readAt: Date | null;
  triedAt: Date | null;
  failure: string | null;
  busyCount: number;
} & Pick<CalendarReading, "leftOut" | "unknownZones" | "isCut">;

/** Limits against calendars that are too big or never end; what is inside them is refused whole, with words. */
export const calendarLimits = {
  bytes: 1_048_576,
  events: 5_000,
  occurrences: 50_000,
  busy: 2_000,
  days: 60,
  milliseconds: 8_000,
  seriesMilliseconds: 4_000,
  eventMilliseconds: 300,
  heapMb: 128,
  perAgent: 5,
} as const;

/** How often an address is read. */
export const calendarEveryMs = 30 * minuteMs;

export type BusyTime = { from: Date; to: Date };
export type CalendarQuestion = { text: string; from: Date; to: Date; zone: string };
/** What a calendar says, and what of it could not be taken at its word. */
export type CalendarReading = {
  busy: BusyTime[];
  /** Events (or periods of a free/busy object) that could not be read, or not all of whose repetitions could. */
  leftOut: number;
  /** Zones that nobody knows; their times were read in the calendar's own zone, else in the agent's. */
  unknownZones: string[];
  /** The file ends before its calendar does. */
  isCut: boolean;
};
export type CalendarAnswer = CalendarReading | { refusal: CalendarRefusal };
type CalendarRefusal = "calendar-unreadable" | "calendar-too-big" | "calendar-recurrences";

/** One's own only: a calendar says where somebody is. */
export function mayKeepCalendar(who: AgentPrincipal, agentId: string): boolean {
  return who.id === agentId && who.roles.includes("agent");
}

/** Touching and crossing times joined: what is inside does not matter, only that it is taken. */
export function mergedBusy(times: readonly BusyTime[]): BusyTime[] {
  const merged: BusyTime[] = [];
  for (const { from, to } of [...times].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = new Date(Math.max(last.to.getTime(), to.getTime()));
    else merged.push({ from, to });
  }
  return merged;
}
