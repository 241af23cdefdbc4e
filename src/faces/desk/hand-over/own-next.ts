import type { OwnSitting } from "../../../scheduling/line/walk-in-reads.ts";

/** The agent's own appointment that begins before another sitting's time is over. */
export type OwnNext = { at: Date; name: string | null };

/** What the one who takes a sitting on is told: their own first appointment that falls into its time. */
export function ownNextBefore(own: readonly OwnSitting[], endsAt: Date): OwnNext | undefined {
  const next = own.find(({ from }) => from < endsAt);
  return next && { at: next.from, name: next.applicantName };
}
