import { hourMs, later, minuteMs } from "../../platform/time/durations.ts";
import type { Language } from "../agenda/language.ts";
import { chainFrom, type Interval, type SlotLength } from "../agenda/slot-chain.ts";

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

/** Whoever was not called for so long counts as gone. */
export const waitsAtMost = 2 * hourMs;

export function isWaiting(walkIn: Pick<WalkIn, "endedAt" | "lapsesAt">, now: Date): boolean {
  return walkIn.endedAt === null && now < walkIn.lapsesAt;
}

/** Who chose the line while buying and pays within this time is put into it; later they may be anywhere. */
const wishLasts = hourMs;

/** `until`: now, or when it was paid. */
export function wishStands(wishedAt: Date, until: Date): boolean {
  return until.getTime() - wishedAt.getTime() <= wishLasts;
}

/** Nobody called in time. Their own leaving or another booked time ends a wait before that. */
export function hasLapsed(walkIn: Pick<WalkIn, "endedAt" | "lapsesAt">, now: Date): boolean {
  return walkIn.endedAt === null && now >= walkIn.lapsesAt;
}

/** What a person in the line wants of an agent; `holderCpf` is null while it is not known who they are. */
export type Wish = { productId: string; language: Language; length: SlotLength; holderCpf: string | null };

/** An agent who sits at the desk: whom they attend (null: every product), and their own appointments. */
export type PresentAgent = { cpf: string; productIds: string[] | null; languages: Language[]; taken: Interval[] };

/** Nobody attends themselves: an agent who buys a certificate waits for a colleague. */
export function attendsWish(agent: PresentAgent, { productId, language, holderCpf }: Wish): boolean {
  const knows = (agent.productIds?.includes(productId) ?? true) && agent.languages.includes(language);
  return knows && agent.cpf !== holderCpf;
}

/** Somebody in the line as a call sees them; busy: they sit, or are about to sit, in another videoconference. */
export type Caller = Wish & { isBusy: boolean };

/** An agent who would call; `isAway`: the switch "not now" is on. */
export type CallingAgent = PresentAgent & { isAway: boolean };

/** Why an agent can call nobody; "next-too-near" is their own appointment `near`. */
export type NoCall<T extends Interval> =
  | { why: "nobody-waits" | "agent-away" | "only-for-others" | "all-busy" }
  | { why: "next-too-near"; near: T };

/**
 * Whom this agent may call now, the longest waiting first, or why nobody. The page offers the call by this and the call
 * itself asks it again.
 */
export function whomToCall<C extends Caller, T extends Interval>(
  line: readonly C[],
  agent: CallingAgent & { taken: readonly T[] },
  usualMinutes: number,
  now: Date,
): { callable: [C, ...C[]] } | NoCall<T> {
  if (line.length === 0) return { why: "nobody-waits" };
  const attended = line.filter((caller) => attendsWish(agent, caller));
  if (attended.length === 0) return { why: "only-for-others" };
  if (agent.isAway) return { why: "agent-away" };
  const near = inTheWay(agent.taken, now, usualMinutes);
  if (near) return { why: "next-too-near", near };
  const [first, ...more] = attended.filter(({ isBusy }) => !isBusy);
  return first ? { callable: [first, ...more] } : { why: "all-busy" };
}

/** Called at `start` (no pause before: it has passed), this is what the agent gives. */
export function givenAt(start: Date, length: SlotLength): Interval {
  return chainFrom(start, [{ ...length, pauseBeforeMinutes: 0 }])[0]!.occupied;
}

/** The first of an agent's appointments that leaves less than the usual length from `start`; undefined: somebody may be called. */
export function inTheWay<T extends Interval>(taken: readonly T[], start: Date, usualMinutes: number): T | undefined {
  const end = later(start, usualMinutes * minuteMs);
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
      agent.taken.push({ from, to: later(from, wish.length.slotMinutes * minuteMs) });
    }
    minutes = soonest && Math.ceil((soonest.from.getTime() - now.getTime()) / minuteMs);
  }
  return minutes === undefined || minutes * minuteMs > waitsAtMost ? undefined : minutes;
}
