import { record } from "../../audit/record.ts";
import { rulePackById } from "../../catalog/catalog-reads.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { awaitsVerification, mayCheck, reasonFits } from "../proofing.ts";
import { ProofingFailure } from "../proofing-failures.ts";
import { insertVerification, lockProofing } from "../proofing-store.ts";
import { replayOf } from "../replay/replay-reads.ts";
import { isWithAgent } from "../returned-sitting.ts";
import { searchDenyList } from "./search-deny-list.ts";
import { requireAnotherPerson } from "./second-person.ts";

/**
 * The second person's decision (DOC-ICP-05 3.2.8.2, verification). An approval comes after watching what the pack asks
 * for (VC-18), with every tick of its list; a refusal needs neither. SQL refuses the same person too. Failures:
 * reason-unfit, not-allowed, verifier-is-validator, verifier-not-independent {when}, verification-not-due,
 * verification-returned (an approval while it is with its agent), replay-insufficient, verification-checks-missing,
 * order-frozen, deny-list-hit.
 */
export async function verifyProofing(
  ctx: Context,
  command: {
    proofingId: string;
    outcome: "approved" | "refused";
    reason: string;
    note: string;
    /** The ticked lines of the pack's list, word for word. */
    checks?: string[];
    by: AgentPrincipal;
  },
): Promise<void> {
  const { outcome, reason, note, by } = command;
  if (!reasonFits(outcome, reason)) throw new ProofingFailure("reason-unfit");
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const proofing = await lockProofing(tx, command.proofingId);
    const order = proofing && (await orderById(tx, proofing.orderId));
    if (!proofing || !order) throw new Failure("not-found");
    if (!mayCheck(by, proofing, order.cpf ?? "")) throw new Failure("not-allowed");
    if (!awaitsVerification(proofing)) throw new ProofingFailure("verification-not-due");
    if (outcome === "approved" && isWithAgent(proofing)) throw new ProofingFailure("verification-returned");
    requireAnotherPerson(by, proofing.attendants, now);
    const pack = await rulePackById(tx, proofing.rulePackId);
    if (!pack) throw new Error(`rule pack ${proofing.rulePackId} is gone`);
    const rules = pack.content.verification;
    const { state } = await replayOf(tx, proofing, by.id, rules);
    const ticked = new Set(command.checks);
    const checks = outcome === "approved" ? rules.checks : [];
    if (outcome === "approved" && !state.enough) throw new ProofingFailure("replay-insufficient");
    if (!checks.every((check) => ticked.has(check))) throw new ProofingFailure("verification-checks-missing");
    if (outcome === "approved") await searchDenyList(ctx, tx, { order, note, by });
    const replayedMs = Math.round(state.watchedMs);
    const row = {
      proofingId: proofing.id,
      agentId: by.id,
      cpf: by.cpf,
      outcome,
      reason,
      note: note.trim(),
      replayedMs,
      checks,
    };
    await insertVerification(tx, row, now);
    await record(
      tx,
      {
        chain: `order:${order.id}`,
        act: "proofing.verified",
        actor: actorOf(by),
        details: { proofingId: proofing.id, outcome, reason, replayedMs, checks },
      },
      now,
    );
    await announce(tx, "proofing.verified", { orderId: order.id, proofingId: proofing.id, outcome, reason });
  });
}
