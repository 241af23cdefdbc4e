import { record } from "../../audit/record.ts";
import { rulePackById } from "../../catalog/catalog-reads.ts";
import { isFrozen } from "../../irregularities/irregularities-reads.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { hourMs, later } from "../../platform/time/durations.ts";
import { awaitsVerification, mayCheck, reasonFits } from "../proofing.ts";
import { ProofingFailure } from "../proofing-failures.ts";
import { lockProofing } from "../proofing-store.ts";
import { insertReturn } from "../return-store.ts";
import { isWithAgent } from "../returned-sitting.ts";
import { requireAnotherPerson } from "./second-person.ts";

/**
 * The second person sends a sitting back to the agent who approved it, with what is not clear (`note`) and the reason
 * that the holder would read if it must be repeated. As often as the rule pack allows. Failures: reason-unfit,
 * return-words-missing, not-allowed, verifier-is-validator, verifier-not-independent {when}, verification-not-due,
 * order-frozen, verification-returned (it is there already), returns-used-up.
 */
export async function returnSitting(
  ctx: Context,
  command: { proofingId: string; reason: string; note: string; by: AgentPrincipal },
): Promise<void> {
  const { reason, by } = command;
  const note = command.note.trim();
  if (!reasonFits("pending", reason)) throw new ProofingFailure("reason-unfit");
  if (note === "") throw new ProofingFailure("return-words-missing");
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const proofing = await lockProofing(tx, command.proofingId);
    const order = proofing && (await orderById(tx, proofing.orderId));
    if (!proofing || !order) throw new Failure("not-found");
    if (!mayCheck(by, proofing, order.cpf ?? "")) throw new Failure("not-allowed");
    if (!awaitsVerification(proofing)) throw new ProofingFailure("verification-not-due");
    requireAnotherPerson(by, proofing.attendants, now);
    if (await isFrozen(tx, order.id)) throw new ProofingFailure("order-frozen");
    if (isWithAgent(proofing)) throw new ProofingFailure("verification-returned");
    const pack = await rulePackById(tx, proofing.rulePackId);
    if (!pack) throw new Error(`rule pack ${proofing.rulePackId} is gone`);
    const { most, hours } = pack.content.verification.returns;
    if (proofing.returns.length >= most) throw new ProofingFailure("returns-used-up");
    const { id: proofingId, orderId } = proofing;
    const returnId = newId(now.getTime());
    const number = proofing.returns.length + 1;
    const dueAt = later(now, hours * hourMs);
    const row = { id: returnId, proofingId, number, agentId: by.id, cpf: by.cpf, reason, note, dueAt };
    await insertReturn(tx, row, now);
    const details = { proofingId, returnId, number, reason, note };
    await record(tx, { chain: `order:${orderId}`, act: "proofing.returned", actor: actorOf(by), details }, now);
    await announce(tx, "proofing.returned", { orderId, proofingId, returnId });
  });
}
