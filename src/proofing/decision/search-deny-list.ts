import { record } from "../../audit/record.ts";
import { hitNoteLetters } from "../../irregularities/deny-list.ts";
import { denyListHits, isFrozen } from "../../irregularities/irregularities-reads.ts";
import type { Order } from "../../orders/order.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import type { Transaction } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { ProofingFailure } from "../proofing-failures.ts";

/**
 * Before an approval, within its transaction: the order does not stand still, and the deny list is asked, with what came
 * of it written down (NEG-02, NEG-04). A hit is no refusal by itself: a stolen name is its true bearer's too; but whoever
 * approves in spite of it says how they made sure. Failures: order-frozen, deny-list-hit.
 */
export async function searchDenyList(
  ctx: Context,
  tx: Transaction,
  asked: { order: Order; note: string; by: AgentPrincipal },
): Promise<void> {
  const { order, note, by } = asked;
  const now = ctx.clock.now();
  if (order.cancelledAt || (await isFrozen(tx, order.id))) throw new ProofingFailure("order-frozen");
  const hits = await denyListHits(tx, ctx.secrets, order, now);
  if (hits.length > 0 && note.trim().length < hitNoteLetters) throw new ProofingFailure("deny-list-hit");
  const subjects = [order.cpf && "cpf", order.cnpj && "cnpj"].filter(Boolean);
  const details = { subjects, hits: hits.map(({ entryId, kind }) => ({ entryId, kind })) };
  await record(tx, { chain: `order:${order.id}`, act: "deny-list.searched", actor: actorOf(by), details }, now);
}
