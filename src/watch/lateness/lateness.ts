import { type AgentPrincipal, mayAttend } from "../../people/agent.ts";

declare module "../../platform/jobs/jobs.ts" {
  interface JobPayloads {
    "watch.offer-slots": { latenessId: string };
    "watch.ask-office": { latenessId: string };
  }
  interface EventPayloads {
    "agent.late": { latenessId: string; orderId: string };
    "slots.offered": { latenessId: string; orderId: string };
    "appointment.handed-over": { latenessId: string; orderId: string; appointmentId: string; agentId: string };
  }
}

/**
 * agent-came: admitted after all. handed-over: another agent took the holder in. rebooked: the holder chose another
 * time. phone: the AR calls. left: the appointment ended in another way.
 */
export type LatenessOutcome = "agent-came" | "handed-over" | "rebooked" | "phone" | "left";

/** An agent let a waiting holder wait. One per appointment. */
export type Lateness = {
  id: string;
  appointmentId: string;
  orderId: string;
  roomId: string;
  raId: string;
  agentId: string;
  noticedAt: Date;
  offeredAt: Date | null;
  /** Starts offered instead, nearest first. */
  offers: Date[];
  settledAt: Date | null;
  outcome: LatenessOutcome | null;
  settledBy: string | null;
};

/** Any other agent of the AR, while nothing else has settled it. The database is asked whether they are free. */
export function mayTakeOver(who: AgentPrincipal, lateness: Lateness): boolean {
  return mayAttend(who, lateness.raId) && who.id !== lateness.agentId;
}

/** Another time may be chosen until somebody attended or a time was chosen; also after the AR was asked to call. */
export function isOfferOpen(lateness: Lateness): boolean {
  return lateness.offeredAt !== null && (lateness.outcome === null || lateness.outcome === "phone");
}

/** What the lobby shows while the agent is late: undefined once nothing of it concerns the holder any more. */
export type LobbyChoices = { latenessId: string; since: Date; offers: Date[]; phoneAsked: boolean };

export function lobbyChoices(lateness: Lateness | undefined, now: Date): LobbyChoices | undefined {
  if (!lateness || (lateness.outcome !== null && lateness.outcome !== "phone")) return undefined;
  const { id: latenessId, noticedAt: since, outcome } = lateness;
  return {
    latenessId,
    since,
    offers: lateness.offers.filter((startsAt) => startsAt > now),
    phoneAsked: outcome === "phone",
  };
}
