import type { Actor } from "../audit/audit-chain.ts";
import type { Cpf } from "../platform/taxpayer-id.ts";

/**
 * agent attends the holder (validation); verifier checks afterwards (verification);
 * manager runs the AR; auditor reads everything and changes nothing.
 */
export const agentRoles = ["agent", "verifier", "manager", "auditor"] as const;
export type AgentRole = (typeof agentRoles)[number];

export const roleNames: Record<AgentRole, string> = {
  agent: "Agente de registro",
  verifier: "Verificador",
  manager: "Gestor",
  auditor: "Auditor",
};

/** Who is signed in: the only thing use cases know of an agent's sign-in. */
export type AgentPrincipal = { kind: "agent"; id: string; raId: string; cpf: Cpf; name: string; roles: AgentRole[] };

/** A use case run by the start itself (first manager, demo story), not by a person. */
export type Installation = "installation";

export type Agent = {
  id: string;
  raId: string;
  name: string;
  cpf: Cpf;
  email: string;
  roles: AgentRole[];
  suspendedAt: Date | null;
  /** False until the invitation was accepted. */
  hasPassword: boolean;
};

function hasRole(principal: AgentPrincipal, raId: string, ...roles: AgentRole[]): boolean {
  return principal.raId === raId && roles.some((role) => principal.roles.includes(role));
}

export const mayAttend = (who: AgentPrincipal, raId: string): boolean => hasRole(who, raId, "agent");
export const mayVerify = (who: AgentPrincipal, raId: string): boolean => hasRole(who, raId, "verifier");
export const mayManage = (who: AgentPrincipal, raId: string): boolean => hasRole(who, raId, "manager");
export const mayAudit = (who: AgentPrincipal, raId: string): boolean => hasRole(who, raId, "auditor", "manager");

/** A new AR in the same installation: by the manager of another, who opens it, or by the installation itself. */
export const mayOpenRegistrationAuthority = (who: AgentPrincipal | Installation): boolean =>
  who === "installation" || who.roles.includes("manager");

/** Nobody suspends themselves: an AR would be left without its manager. */
export const maySuspend = (who: AgentPrincipal, agent: Agent): boolean =>
  mayManage(who, agent.raId) && who.id !== agent.id;

export function actorOf(who: AgentPrincipal | Installation): Actor {
  return who === "installation" ? { kind: "system" } : { kind: "agent", id: who.id, name: who.name };
}
