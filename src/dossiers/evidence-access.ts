import { type AgentPrincipal, mayAttend, mayAudit } from "../people/agent.ts";
import { maySeeCase } from "../proofing/decision/second-person.ts";
import type { Proofing } from "../proofing/proofing.ts";

/** What decides whether somebody of the AR may look into an order's papers, pictures and films. */
type EvidenceFacts = {
  raId: string;
  holderCpf: string;
  /** Who holds, or held to its end, a room of the order. */
  attendedBy: readonly string[];
  proofings: readonly Proofing[];
  /** This person said a purpose and opened the dossier within the last hour. */
  isOpened: boolean;
};

/** By which right somebody looks: kept with each opening. */
type EvidenceRight = "attends" | "verifies" | "dossier";

/**
 * One gate for all content (LGPD art. 6 III): who has the case, or who opened the dossier and said why. That somebody works in
 * the AR, whatever the role, is no reason to look.
 */
export function evidenceRight(who: AgentPrincipal, facts: EvidenceFacts, now: Date): EvidenceRight | undefined {
  const { raId, attendedBy, proofings, isOpened } = facts;
  if (who.raId !== raId) return undefined;
  if (mayAttend(who, raId) && attendedBy.includes(who.id)) return "attends";
  if (who.cpf !== facts.holderCpf && proofings.some((one) => maySeeCase(who, one, now))) return "verifies";
  return isOpened && mayAudit(who, raId) ? "dossier" : undefined;
}
