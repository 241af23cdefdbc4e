import { dayMs, earlier } from "../platform/time/durations.ts";

/** What one person did for another's access: made it, led to a new password, or agreed that the keys go. */
export type TieKind = "created" | "reset" | "passkeys";

export type AgentTie = { agentId: string; madeBy: string; madeByName: string; kind: TieKind; at: Date };

/** Days in which a manager is no second one for what somebody asked who made their access (a verifier's days: the rule pack). */
const freshDays = 7;

export function freshSince(now: Date): Date {
  return earlier(now, freshDays * dayMs);
}
