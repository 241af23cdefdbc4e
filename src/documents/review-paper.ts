import { record } from "../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { newId } from "../platform/ids.ts";
import { holderOf, paperById, paperRequirements } from "./documents-views.ts";
import { mayReviewPapers } from "./paper.ts";
import { insertReview } from "./paper-store.ts";

/**
 * An agent says what a paper is and whether it serves; a refusal needs its note, which the holder reads.
 * A later review replaces an earlier one and both stay. Fails with "not-found", "not-allowed", "form-invalid".
 */
export async function reviewPaper(
  ctx: Context,
  command: { paperId: string; outcome: "accepted" | "refused"; kind: string; note: string },
  who: AgentPrincipal,
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const paper = await paperById(tx, command.paperId);
    const holder = paper && (await holderOf(tx, paper.orderId));
    if (!paper || !holder || paper.verdict === "refused") throw new Failure("not-found");
    if (!mayReviewPapers(who, holder.raId)) throw new Failure("not-allowed");
    const kinds = await paperRequirements(tx, paper.orderId, now);
    if (!kinds.some(({ kind }) => kind === command.kind) && command.kind !== "other")
      throw new Failure("form-invalid", {}, "kind");
    if (command.outcome === "refused" && command.note.trim() === "")
      throw new Failure("paper-note-missing", {}, "note");
    const { outcome, kind, note } = command;
    await insertReview(tx, {
      id: newId(now.getTime()),
      paperId: paper.id,
      agentId: who.id,
      outcome,
      kind,
      note: note.trim(),
      reviewedAt: now,
    });
    const details = { paperId: paper.id, hash: paper.hash, outcome, kind };
    await record(tx, { chain: `order:${paper.orderId}`, act: "paper.reviewed", actor: actorOf(who), details }, now);
  });
}
