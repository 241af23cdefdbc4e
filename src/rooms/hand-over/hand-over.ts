import { type AgentPrincipal, mayManage } from "../../people/agent.ts";
import { mayConduct, type Room } from "../room.ts";

export type HandOverOutcome = "accepted" | "declined" | "withdrawn";

/** A running sitting that is offered to a colleague. It stays with its agent until it is accepted. */
export type HandOver = {
  id: string;
  roomId: string;
  orderNumber: string;
  applicantName: string;
  fromAgentId: string;
  fromName: string;
  toAgentId: string;
  toName: string;
  /** Why, in the words of whoever hands over; the colleague reads it. */
  reason: string;
  offeredAt: Date;
  expiresAt: Date;
  answeredAt: Date | null;
  outcome: HandOverOutcome | null;
  /** Why it was declined. */
  answer: string;
};

type HandOverState = "open" | HandOverOutcome | "lapsed";

/** Nobody answered in time: over without anything having moved. */
export function handOverState(
  { outcome, expiresAt }: Pick<HandOver, "outcome" | "expiresAt">,
  now: Date,
): HandOverState {
  return outcome ?? (now < expiresAt ? "open" : "lapsed");
}

/** Its own agent, or the AR's manager for them. */
export function mayHandOver(who: AgentPrincipal, room: Room): boolean {
  return mayConduct(who, room) || mayManage(who, room.raId);
}
