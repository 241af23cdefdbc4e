import type { ProofingProgress } from "../../../proofing/proofing-reads.ts";

/** While the second person has it, also while they sent it back to the first: the holder has nothing to do in either case. */
export function checkingWords(proofing: ProofingProgress): string {
  return proofing.state === "awaiting-verification" && proofing.returned
    ? "A AR está revendo um ponto do atendimento"
    : "Um segundo agente está conferindo";
}
