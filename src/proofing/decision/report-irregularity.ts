import { record } from "../../audit/record.ts";
import { type IrregularityKind, mayReport } from "../../irregularities/irregularity.ts";
import { openCase } from "../../irregularities/open-case.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { endOffer } from "../../rooms/hand-over/answer-hand-over.ts";
import { roomById } from "../../rooms/rooms-reads.ts";
import { awaitsVerification, mayCheck, mayContinue, type Proofing } from "../proofing.ts";
import { proofingOfRoom } from "../proofing-reads.ts";
import { insertValidation, insertVerification, lockProofing } from "../proofing-store.ts";
import { irregularityReason } from "../reason-catalogue.ts";
import { isAnotherPerson } from "./second-person.ts";

/**
 * Something is wrong with a sitting (DOC-ICP-05.05 item 6): a case opens and the order stands still. If the reporter
 * has a decision to make here, the report is that decision: a refusal. It may be said before, during and after every
 * decision of others, so that one made a moment earlier hides no irregularity. Failures: not-found, not-allowed,
 * irregularity-open.
 */
export async function reportIrregularity(
  ctx: Context,
  command: { roomId: string; kind: IrregularityKind; note: string; by: AgentPrincipal },
): Promise<{ caseId: string }> {
  const { roomId, kind, note, by } = command;
  return transact(ctx.db, async (tx) => {
    const known = await proofingOfRoom(tx, roomId);
    const proofing = known && (await lockProofing(tx, known.id));
    const room = await roomById(tx, roomId);
    const order = room && (await orderById(tx, room.orderId));
    if (!room || !order) throw new Failure("not-found");
    if (!mayReport(by, room, order.cpf ?? "")) throw new Failure("not-allowed");
    const { caseId } = await openCase(ctx, tx, { order, roomId, kind, note }, by);
    await endOffer(tx, room, by, ctx.clock.now());
    if (proofing) await decide(tx, proofing, { cpf: order.cpf ?? "", note, by }, ctx.clock.now());
    // Nothing is decided here any more: its time ends with the call.
    await enqueue(tx, "proofing.end-appointment", { roomId });
    return { caseId };
  });
}

type Said = { cpf: string; note: string; by: AgentPrincipal };

async function decide(tx: Transaction, proofing: Proofing, { cpf, note, by }: Said, now: Date): Promise<void> {
  const { id: proofingId, orderId } = proofing;
  const decision = { proofingId, agentId: by.id, cpf: by.cpf, outcome: "refused" as const, note };
  const announced = { orderId, proofingId, outcome: "refused" as const, reason: irregularityReason };
  const chain = `order:${orderId}` as const;
  const details = { proofingId, outcome: "refused", reason: irregularityReason };
  if (mayContinue(by, proofing)) {
    await insertValidation(tx, { ...decision, reason: irregularityReason }, now);
    await record(tx, { chain, act: "proofing.validated", actor: actorOf(by), details }, now);
    await announce(tx, "proofing.validated", announced);
  } else if (
    awaitsVerification(proofing) &&
    mayCheck(by, proofing, cpf) &&
    isAnotherPerson(by, proofing.attendants, now)
  ) {
    await insertVerification(tx, { ...decision, reason: irregularityReason, replayedMs: 0, checks: [] }, now);
    await record(tx, { chain, act: "proofing.verified", actor: actorOf(by), details }, now);
    await announce(tx, "proofing.verified", announced);
  }
}
