import { type AgentPrincipal, mayManage } from "../../people/agent.ts";

/** What is kept beyond its time: said by a manager, until another word. */
type RetentionHold = { reason: string; byName: string; heldAt: Date };

/** How long the evidence of an order is kept. */
export type Retention = {
  /** The last certificate's end. */
  endsAt: Date;
  /** The longest that any rule pack of the AR or the installation ever asked for: an AR only lengthens it (RET-02). */
  years: number;
  hold: RetentionHold | undefined;
  /** The end of its content is recorded: its key is gone, or goes in this very moment. */
  destroyedAt: Date | null;
};

/** The day on which nothing keeps the evidence any more. */
export function keptUntil({ endsAt, years }: Pick<Retention, "endsAt" | "years">): Date {
  const until = new Date(endsAt);
  until.setUTCFullYear(until.getUTCFullYear() + years);
  return until;
}

/** A court, an authority or the AR itself asks that evidence outlives its time. */
export const mayHold = (who: AgentPrincipal, raId: string): boolean => mayManage(who, raId);
export const shortestHoldReason = 10;
