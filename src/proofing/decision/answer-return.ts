import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { awaitsVerification } from "../proofing.ts";
import { ProofingFailure } from "../proofing-failures.ts";
import { lockProofing } from "../proofing-store.ts";
import { insertReturnAnswer } from "../return-store.ts";
import { isWithAgent, mayAnswerReturn, type ReturnAnswer } from "../returned-sitting.ts";

/**
 * What the agent says to a sitting that came back: handed in again with an answer in words, or to be done anew
 * ("redo"): then this proofing is over as pending, its holder reads the reason and books again without paying.
 * Failures: not-found, not-allowed, return-words-missing, return-answered (or decided meanwhile).
 */
export async function answerReturn(
  ctx: Context,
  command: { proofingId: string; outcome: ReturnAnswer["outcome"]; words: string; by: AgentPrincipal },
): Promise<void> {
  const { outcome, by } = command;
  const words = command.words.trim();
  if (words === "") throw new ProofingFailure("return-words-missing");
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const proofing = await lockProofing(tx, command.proofingId);
    if (!proofing?.validation) throw new Failure("not-found");
    if (!mayAnswerReturn(by, proofing)) throw new Failure("not-allowed");
    const last = proofing.returns.at(-1);
    if (!last || !isWithAgent(proofing) || !awaitsVerification(proofing)) throw new ProofingFailure("return-answered");
    const { id: proofingId, orderId } = proofing;
    await insertReturnAnswer(tx, { returnId: last.id, agentId: by.id, outcome, words }, now);
    const details = { proofingId, returnId: last.id, outcome, words };
    await record(tx, { chain: `order:${orderId}`, act: "proofing.return-answered", actor: actorOf(by), details }, now);
    const { reason } = last;
    await announce(tx, "proofing.return-answered", { orderId, proofingId, returnId: last.id, outcome, reason });
  });
}
