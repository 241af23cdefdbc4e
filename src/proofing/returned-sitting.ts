import { type AgentPrincipal, mayAttend, mayManage } from "../people/agent.ts";

export type ReturnAnswer = { outcome: "handed-in" | "redo"; words: string; byName: string; at: Date };

/** A sitting that the second person sent back to its agent, with what the agent said to it. */
export type ReturnedSitting = {
  id: string;
  number: number;
  byName: string;
  reason: string;
  note: string;
  at: Date;
  dueAt: Date;
  answer: ReturnAnswer | null;
};

/** The agent who approved it answers what came back; the AR's manager where that agent cannot. */
export function mayAnswerReturn(
  who: AgentPrincipal,
  proofing: { raId: string; validation: { agentId: string } | null },
): boolean {
  const own = proofing.validation?.agentId === who.id && mayAttend(who, proofing.raId);
  return own || mayManage(who, proofing.raId);
}

/** The second person has sent it back, and it was not answered. */
export function isWithAgent({ returns }: { returns: readonly Pick<ReturnedSitting, "answer">[] }): boolean {
  return returns.at(-1)?.answer === null;
}

/** The return by which the agent took it back for a new sitting. */
export function redone<R extends { answer: Pick<ReturnAnswer, "outcome"> | null }>({
  returns,
}: {
  returns: readonly R[];
}): R | undefined {
  return returns.find(({ answer }) => answer?.outcome === "redo");
}
