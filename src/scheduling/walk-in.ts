import type { Language } from "./language.ts";
import { chainFrom, type Interval, type SlotLength } from "./slot-chain.ts";

/** A holder who waits for the next agent who is free, instead of a time. */
export type WalkIn = {
  id: string;
  orderId: string;
  raId: string;
  productId: string;
  holderCpf: string;
  language: Language;
  joinedAt: Date;
  lapsesAt: Date;
  endedAt: Date | null;
  /** Set when called: the appointment that begins now. */
  appointmentId: string | null;
};

const hour = 3_600_000;
/** Who was not called for so long has gone home. */
export const waitsAtMost = 2 * hour;

export function isWaiting(walkIn: Pick<WalkIn, "endedAt" | "lapsesAt">, now: Date): boolean {
  return walkIn.endedAt === null && now < walkIn.lapsesAt;
}

/** Nobody called in time. Their own leaving or another booked time ends a wait before that. */
export function hasLapsed(walkIn: Pick<WalkIn, "endedAt" | "lapsesAt">, now: Date): boolean {
  return walkIn.endedAt === null && now >= walkIn.lapsesAt;
}

/** What a person in the line wants of an agent. */
export type Wish = { productId: string; language: Language; length: SlotLength };

/** An agent who sits at the desk: whom they attend (null: every product), and their own appointments. */
export type PresentAgent = { productIds: string[] | null; languages: Language[]; taken: Interval[] };

export function attendsWish(agent: PresentAgent, { productId, language }: Wish): boolean {
  return (agent.productIds?.includes(productId) ?? true) && agent.languages.includes(language);
}

/** Called at `start` (no pause before: it has passed), this is what the agent gives. */
export function givenAt(start: Date, length: SlotLength): Interval {
  return chainFrom(start, [{ ...length, pauseBeforeMinutes: 0 }])[0]!.occupied;
}

/** The first of an agent's appointments that leaves less than the usual length from `start`; undefined: somebody may be called. */
export function inTheWay<T extends Interval>(taken: readonly T[], start: Date, usualMinutes: number): T | undefined {
  const end = new Date(start.getTime() + usualMinutes * 60_000);
  const hits = taken.filter(({ from, to }) => from < end && to > start);
  return hits.sort((a, b) => a.from.getTime() - b.from.getTime())[0];
}

function firstFit(agent: PresentAgent, usualMinutes: number, now: Date): Date {
  const ends = agent.taken.map(({ to }) => to).filter((to) => to > now);
  const starts = [now, ...ends].sort((a, b) => a.getTime() - b.getTime());
  const start = starts.find((one) => !inTheWay(agent.taken, one, usualMinutes));
  if (!start) throw new Error("past its last appointment an agent is free");
  return start;
}

/**
 * Minutes until the last of `line` is called, if every agent takes whom they may as soon as their agenda leaves the usual
 * length: those before first, each sitting its whole slot. undefined: nobody at the desk attends this wish, or not within
 * the wait.
 */
export function expectedWait(
  line: readonly Wish[],
  agents: readonly PresentAgent[],
  usualMinutes: number,
  now: Date,
): number | undefined {
  const desks = agents.map((agent) => ({ ...agent, taken: [...agent.taken] }));
  let minutes: number | undefined;
  for (const wish of line) {
    const fits = desks.flatMap((agent) =>
      attendsWish(agent, wish) ? [{ agent, from: firstFit(agent, usualMinutes, now) }] : [],
    );
    const soonest = fits.sort((a, b) => a.from.getTime() - b.from.getTime())[0];
    if (soonest) {
      const { agent, from } = soonest;
      agent.taken.push({ from, to: new Date(from.getTime() + wish.length.slotMinutes * 60_000) });
    }
    minutes = soonest && Math.ceil((soonest.from.getTime() - now.getTime()) / 60_000);
  }
  return minutes === undefined || minutes * 60_000 > waitsAtMost ? undefined : minutes;
}
