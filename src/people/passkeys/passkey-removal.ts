import { hourMs, later } from "../../platform/time/durations.ts";
import { type AgentPrincipal, mayManage } from "../agent.ts";

/** A request that somebody's passkeys be removed: a new password alone leaves them in place. */
export type PasskeyRemoval = {
  id: string;
  agentId: string;
  raId: string;
  askedBy: string;
  askedByName: string;
  askedAt: Date;
  /** When it is done by itself unless refused, where no second manager can agree or the person asked for it. */
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

/** A manager who neither asked nor is the one whose keys they are. The database is asked whether a tie binds them. */
export function mayAgree(who: AgentPrincipal, removal: Pick<PasskeyRemoval, "raId" | "askedBy" | "agentId">): boolean {
  return mayManage(who, removal.raId) && who.id !== removal.askedBy && who.id !== removal.agentId;
}

/** The person whose keys they are may always refuse; so may every manager. */
export function mayRefuse(who: AgentPrincipal, removal: Pick<PasskeyRemoval, "raId" | "agentId">): boolean {
  return who.id === removal.agentId || mayManage(who, removal.raId);
}
