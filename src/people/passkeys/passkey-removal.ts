import { hourMs, later } from "../../platform/time/durations.ts";
import { type AgentPrincipal, mayManage } from "../agent.ts";

/** Keys survive a new password. Somebody asked that they go all the same. */
export type PasskeyRemoval = {
  id: string;
  agentId: string;
  raId: string;
  askedBy: string;
  askedByName: string;
  askedAt: Date;
  /** Where no second manager can agree, or the person asked for it: by itself at that time, unless it is refused. */
  takesEffectAt: Date | null;
};

/** Long enough for the letter to be read by the one whose keys they are. */
const waitHours = 72;

export function effectWithoutSecond(now: Date): Date {
  return later(now, waitHours * hourMs);
}

/** The person themselves, who typed their password, or a manager. */
export function mayAskRemoval(who: AgentPrincipal, agent: { id: string; raId: string }): boolean {
  return who.id === agent.id || mayManage(who, agent.raId);
}

/** A manager who neither asked nor is the one whose keys they are. That no tie binds them to who asked is asked of the database. */
export function mayAgree(who: AgentPrincipal, removal: Pick<PasskeyRemoval, "raId" | "askedBy" | "agentId">): boolean {
  return mayManage(who, removal.raId) && who.id !== removal.askedBy && who.id !== removal.agentId;
}

/** Whoever is asked about may always refuse; so may every manager. */
export function mayRefuse(who: AgentPrincipal, removal: Pick<PasskeyRemoval, "raId" | "agentId">): boolean {
  return who.id === removal.agentId || mayManage(who, removal.raId);
}
