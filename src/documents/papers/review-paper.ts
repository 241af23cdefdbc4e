import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { attendingOf } from "../../scheduling/appointments/scheduling-reads.ts";
import { DocumentsFailure } from "../documents-failures.ts";
import { mayReviewPapers, type Paper, type PaperSide } from "./paper.ts";
import { holderOf, ordersOfSamePerson, paperById, paperRequirements, papersOf } from "./paper-reads.ts";
import { insertReview } from "./paper-store.ts";

/**
 * The agent who attends the order says what a paper is, which side it shows, and whether it serves; a refusal needs its note, which the holder
 * reads. A later review replaces an earlier one and both stay. A document of the person is looked at once: the word
 * stands, with an entry of its own, on every order of the purchase that has the same file.
 * Failures: not-found, paper-of-another, form-invalid, paper-note-missing.
 */
export async function reviewPaper(
  ctx: Context,
  command: {
    paperId: string;
    outcome: "accepted" | "refused";
    kind: string;
    side?: PaperSide | undefined;
    note: string;
  },
  who: AgentPrincipal,
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const paper = await paperById(tx, command.paperId);
    const holder = paper && (await holderOf(tx, paper.orderId));
    if (!paper || !holder || paper.verdict === "refused") throw new Failure("not-found");
    if (!mayReviewPapers(who, holder.raId, await attendingOf(tx, paper.orderId)))
      throw new DocumentsFailure("paper-of-another");
    const kinds = await paperRequirements(tx, paper.orderId, now);
    if (!kinds.some(({ kind }) => kind === command.kind) && command.kind !== "other") throw new Failure("form-invalid");
    if (command.outcome === "refused" && command.note.trim() === "") throw new DocumentsFailure("paper-note-missing");
    const { outcome, kind, side = null, note } = command;
    const said = { agentId: who.id, outcome, kind, side, note: note.trim(), reviewedAt: now };
    const isOfPerson = kinds.some((one) => one.kind === kind && one.isOfPerson);
    for (const same of [paper, ...(isOfPerson ? await samePaper(tx, paper) : [])]) {
      await insertReview(tx, { id: newId(now.getTime()), paperId: same.id, ...said });
      const details = { paperId: same.id, hash: paper.hash, outcome, kind, side };
      await record(tx, { chain: `order:${same.orderId}`, act: "paper.reviewed", actor: actorOf(who), details }, now);
    }
  });
}

/** The same file on the person's other orders. */
async function samePaper(tx: Transaction, { orderId, hash }: Paper): Promise<Paper[]> {
  const found: Paper[] = [];
  for (const { id } of await ordersOfSamePerson(tx, orderId))
    found.push(...(await papersOf(tx, id)).filter((paper) => paper.hash === hash && paper.verdict === "accepted"));
  return found;
}
