import { earlier, hourMs, minuteMs } from "../../platform/time/durations.ts";

/** A stretch of time, UTC, [from, to). */
export type Interval = { from: Date; to: Date };

/** A time somebody can be attended at. */
export type FreeSlot = { startsAt: Date; endsAt: Date };

/** How long a videoconference takes and the pauses its agent gets around it, in minutes. */
export type SlotLength = { slotMinutes: number; pauseBeforeMinutes: number; pauseAfterMinutes: number };

/** A slot and what it takes of its agent: whole cells, pauses included. */
export type PlannedSlot = FreeSlot & { occupied: Interval };

export const cellMinutes = 15;
const cell = cellMinutes * minuteMs;
const cellsOfDay = 96;
/** A chain stands within one agenda day and the head of the next (16 cells), so this is the most it may take. */
export const maxCells = 16;

const down = (time: number) => Math.floor(time / cell) * cell;
const up = (time: number) => Math.ceil(time / cell) * cell;

/** One slot after the other from `startsAt` on: each begins, pauses and all, where the one before ends. */
export function chainFrom(startsAt: Date, lengths: readonly SlotLength[]): PlannedSlot[] {
  const planned: PlannedSlot[] = [];
  for (const { slotMinutes, pauseBeforeMinutes, pauseAfterMinutes } of lengths) {
    const last = planned.at(-1);
    const start = last ? last.occupied.to.getTime() + up(pauseBeforeMinutes * minuteMs) : startsAt.getTime();
    const end = start + slotMinutes * minuteMs;
    planned.push({
      startsAt: new Date(start),
      endsAt: new Date(end),
      occupied: {
        from: new Date(down(start - pauseBeforeMinutes * minuteMs)),
        to: new Date(up(end + pauseAfterMinutes * minuteMs)),
      },
    });
  }
  return planned;
}

/** What a whole chain takes of its agent. */
export function chainOccupies(chain: readonly PlannedSlot[]): Interval {
  return { from: chain[0]!.occupied.from, to: chain.at(-1)!.occupied.to };
}

/** The start of an agenda day ("2026-11-23"): 06:00 UTC, see db/functions/agenda/01_cells.sql. */
export function agendaAnchor(day: string): Date {
  return new Date(`${day}T06:00:00Z`);
}

export function agendaDayOf(at: Date): string {
  return earlier(at, 6 * hourMs)
    .toISOString()
    .slice(0, 10);
}

/**
 * The slots of a chain that the marked cells of a day allow: `runs` has a "1" where at least one agent is free from that
 * cell on for all that the chain occupies. Starts stand on the grid, inside the window.
 */
export function slotsOfDay(
  day: string,
  runs: string,
  lengths: readonly SlotLength[],
  window: Interval,
  gridMinutes: number,
): FreeSlot[] {
  const anchor = agendaAnchor(day).getTime();
  const slots: FreeSlot[] = [];
  for (let at = runs.indexOf("1"); at !== -1 && at < cellsOfDay; at = runs.indexOf("1", at + 1)) {
    const start = anchor + at * cell + up(lengths[0]!.pauseBeforeMinutes * minuteMs);
    if (start < window.from.getTime() || start % (gridMinutes * minuteMs) !== 0) continue;
    const endsAt = chainFrom(new Date(start), lengths).at(-1)!.endsAt;
    if (endsAt <= window.to) slots.push({ startsAt: new Date(start), endsAt });
  }
  return slots;
}

/** How many cells a chain takes. */
export function cellsOf(lengths: readonly SlotLength[]): number {
  const { from, to } = chainOccupies(chainFrom(new Date(0), lengths));
  return (to.getTime() - from.getTime()) / cell;
}
