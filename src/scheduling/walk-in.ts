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

/** An agent who sits at the desk: whom they attend (null: every product), and what of their time is taken. */
export type PresentAgent = { productIds: string[] | null; languages: Language[]; taken: Interval[] };

export function attendsWish(agent: PresentAgent, { productId, language }: Wish): boolean {
  return (agent.productIds?.includes(productId) ?? true) && agent.languages.includes(language);
}

/** Called at `start` (no pause before: it has passed), this is what the agent gives. */
export function givenAt(start: Date, length: SlotLength): Interval {
  return chainFrom(start, [{ ...length, pauseBeforeMinutes: 0 }])[0]!.occupied;
}

function firstFit(agent: PresentAgent, length: SlotLength, now: Date): Interval & { start: Date } {
  const ends = agent.taken.map(({ to }) => to).filter((to) => to > now);
  const starts = [now, ...ends].sort((a, b) => a.getTime() - b.getTime());
  for (const start of starts) {
    const given = givenAt(start, length);
    if (agent.taken.every(({ from, to }) => to <= given.from || from >= given.to)) return { ...given, start };
  }
  throw new Error("past its last appointment an agent is free");
}

/**
 * Minutes until the last of `line` is called, if every agent takes whom they may as soon as their agenda lets them: those
 * before first, each sitting its whole length. undefined: nobody at the desk attends this wish, or not within the wait.
 */
export function expectedWait(line: readonly Wish[], agents: readonly PresentAgent[], now: Date): number | undefined {
  const desks = agents.map((agent) => ({ ...agent, taken: [...agent.taken] }));
  let minutes: number | undefined;
  for (const wish of line) {
    const fits = desks.flatMap((agent) =>
      attendsWish(agent, wish) ? [{ agent, fit: firstFit(agent, wish.length, now) }] : [],
    );
    const soonest = fits.sort((a, b) => a.fit.start.getTime() - b.fit.start.getTime())[0];
    soonest?.agent.taken.push({ from: soonest.fit.from, to: soonest.fit.to });
    minutes = soonest && Math.ceil((soonest.fit.start.getTime() - now.getTime()) / 60_000);
  }
  return minutes === undefined || minutes * 60_000 > waitsAtMost ? undefined : minutes;
}
