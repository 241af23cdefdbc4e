import { record } from "../audit/record.ts";
import { rulePackById } from "../catalog/catalog-views.ts";
import { orderById } from "../orders/orders-views.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { announce } from "../platform/jobs.ts";
import { isAnotherPerson, mayCheck, reasonFits } from "./proofing.ts";
import { insertVerification, lockProofing } from "./proofing-store.ts";
import { replaysOf, roomFacts } from "./proofing-views.ts";
import { replayState } from "./replay.ts";
import { searchDenyList } from "./search-deny-list.ts";

/**
 * The second person's decision (DOC-ICP-05 3.2.8.2, verification), after watching the key parts of the recording
 * (VC-18); a refusal needs no replay. SQL refuses the same person too.
 * Refuses reason-unfit, not-allowed, verifier-is-validator, verification-not-due, replay-insufficient,
 * order-frozen, deny-list-hit.
 */
export async function verifyProofing(
  ctx: Context,
  command: { proofingId: string; outcome: "approved" | "refused"; reason: string; note: string; by: AgentPrincipal },
): Promise<void> {
  const { outcome, reason, note, by } = command;
  if (!reasonFits(outcome, reason)) throw new Failure("reason-unfit", {}, "reason");
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const proofing = await lockProofing(tx, command.proofingId);
    const order = proofing && (await orderById(tx, proofing.orderId));
    if (!proofing || !order) throw new Failure("not-found");
    if (!mayCheck(by, proofing, order.cpf ?? "")) throw new Failure("not-allowed");
    if (proofing.validation?.outcome !== "approved" || proofing.verification) throw new Failure("verification-not-due");
    if (!isAnotherPerson(by, proofing.attendants)) throw new Failure("verifier-is-validator");
    const pack = await rulePackById(tx, proofing.rulePackId);
    if (!pack) throw new Error(`rule pack ${proofing.rulePackId} is gone`);
    const { recordings } = await roomFacts(tx, proofing.roomId);
    const watched = await replaysOf(tx, proofing.id, by.id);
    const replay = replayState(recordings, proofing.steps, watched, pack.content.script.replayShare);
    if (outcome === "approved" && !replay.enough) throw new Failure("replay-insufficient", { unseen: replay.unseen });
    if (outcome === "approved") await searchDenyList(ctx, tx, { order, note, by });
    const replayedMs = Math.round(replay.watchedMs);
    const row = {
      proofingId: proofing.id,
      agentId: by.id,
      cpf: by.cpf,
      outcome,
      reason,
      note: note.trim(),
      replayedMs,
    };
    await insertVerification(tx, row, now);
    await record(
      tx,
      {
        chain: `order:${order.id}`,
        act: "proofing.verified",
        actor: actorOf(by),
        details: { proofingId: proofing.id, outcome, reason, replayedMs },
      },
      now,
    );
    await announce(tx, "proofing.verified", { orderId: order.id, proofingId: proofing.id, outcome, reason });
  });
}
