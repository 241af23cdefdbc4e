import { rulePackById } from "../catalog/catalog-reads.ts";
import type { RulePackContent } from "../catalog/rule-pack.ts";
import type { AgentPrincipal } from "../people/agent.ts";
import type { Transaction } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import { mayContinue, type Proofing } from "./proofing.ts";
import { ProofingFailure } from "./proofing-failures.ts";
import { lockProofing } from "./proofing-store.ts";

/**
 * What every act of the attending agent begins with: the proofing, locked, with the rules it began under.
 * Failures: not-found, proofing-decided, proofing-lapsed, not-allowed.
 */
export async function openProofing(
  tx: Transaction,
  proofingId: string,
  by: AgentPrincipal,
): Promise<{ proofing: Proofing; content: RulePackContent }> {
  const proofing = await lockProofing(tx, proofingId);
  if (!proofing) throw new Failure("not-found");
  if (proofing.agentId === by.id && proofing.validation) throw new ProofingFailure("proofing-decided");
  if (proofing.agentId === by.id && proofing.lapsedAt) throw new ProofingFailure("proofing-lapsed");
  if (!mayContinue(by, proofing)) throw new Failure("not-allowed");
  const pack = await rulePackById(tx, proofing.rulePackId);
  if (!pack) throw new Error(`rule pack ${proofing.rulePackId} is gone`);
  return { proofing, content: pack.content };
}
