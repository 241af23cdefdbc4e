import { rulePackById } from "../../catalog/catalog-reads.ts";
import { orderById } from "../../orders/orders-reads.ts";
import type { AgentPrincipal } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later } from "../../platform/time/durations.ts";
import { awaitsVerification, mayCheck } from "../proofing.ts";
import { ProofingFailure } from "../proofing-failures.ts";
import { roomFacts } from "../proofing-reads.ts";
import { lockProofing } from "../proofing-store.ts";
import { fitsTheClock } from "./replay.ts";
import { playedPieces } from "./replay-reads.ts";
import { insertReplay } from "./replay-store.ts";
import { type Span, timeLineOf } from "./time-line.ts";

/**
 * What the verifier's player showed since its last report, as a stretch of the sitting's time line. Claims that cannot
 * be true (more showing time than has passed, faster than the pack allows, outside the recording) are refused:
 * replay-unbelievable.
 */
export async function logReplay(
  ctx: Context,
  command: { proofingId: string; span: Span; rate: number; by: AgentPrincipal },
): Promise<void> {
  const { span, rate, by } = command;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const proofing = await lockProofing(tx, command.proofingId);
    const order = proofing && (await orderById(tx, proofing.orderId));
    if (!proofing || !order) throw new Failure("not-found");
    if (!mayCheck(by, proofing, order.cpf ?? "")) throw new Failure("not-allowed");
    if (!awaitsVerification(proofing)) throw new ProofingFailure("verification-not-due");
    const pack = await rulePackById(tx, proofing.rulePackId);
    if (!pack) throw new Error(`rule pack ${proofing.rulePackId} is gone`);
    const { fastest } = pack.content.verification.replay;
    const line = timeLineOf((await roomFacts(tx, proofing.roomId)).recordings);
    const inside = line && span.fromMs >= 0 && span.toMs > span.fromMs && span.toMs <= line.lengthMs + 1000;
    if (!inside || !(rate > 0 && rate <= fastest)) throw new ProofingFailure("replay-unbelievable");
    const earlier = await playedPieces(tx, proofing.id, by.id, line);
    if (!fitsTheClock(earlier, { ...span, rate }, now)) throw new ProofingFailure("replay-unbelievable");
    const at = (ms: number) => later(line.zeroAt, Math.round(ms));
    const row = { id: newId(now.getTime()), proofingId: proofing.id, agentId: by.id, rate };
    await insertReplay(tx, { ...row, from: at(span.fromMs), to: at(span.toMs) }, now);
  });
}
