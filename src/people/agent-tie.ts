import { dayMs, earlier } from "../platform/time/durations.ts";

/** What one person did for another's access: made it, led to a new password, or agreed that the keys go. */
export type TieKind = "created" | "reset" | "passkeys";

export type AgentTie = { agentId: string; madeBy: string; madeByName: string; kind: TieKind; at: Date };

/**
 * For so many days after one person made another's access, neither agrees as second manager to what the other asks.
 * (For verifiers the rule pack says how many.)
 */
const freshDays = 7;

export function freshSince(now: Date): Date {
  return earlier(now, freshDays * dayMs);
}
