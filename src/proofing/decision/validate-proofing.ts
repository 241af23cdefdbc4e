import { record } from "../../audit/record.ts";
import { extrasToRead, paperStates } from "../../documents/papers/paper-reads.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { openProofing } from "../open-proofing.ts";
import type { Outcome } from "../outcome.ts";
import { approvalLacks, reasonFits } from "../proofing.ts";
import { ProofingFailure } from "../proofing-failures.ts";
import { roomFacts } from "../proofing-reads.ts";
import { insertValidation } from "../proofing-store.ts";
import { searchDenyList } from "./search-deny-list.ts";

declare module "../../platform/jobs/jobs.ts" {
  interface JobPayloads {
    "proofing.end-appointment": { roomId: string };
  }
}

/**
 * The attending agent's decision (DOC-ICP-05 3.2.8.2, validation). An approval exists only when nothing lacks.
 * Failures: reason-unfit, proofing-incomplete, proofing-decided, proofing-lapsed, order-frozen,
 * deny-list-hit, not-allowed.
 */
export async function validateProofing(
  ctx: Context,
  command: { proofingId: string; outcome: Outcome; reason: string; note: string; by: AgentPrincipal },
): Promise<void> {
  const { outcome, reason, note } = command;
  if (!reasonFits(outcome, reason)) throw new ProofingFailure("reason-unfit");
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const { proofing, content } = await openProofing(tx, command.proofingId, command.by);
    if (outcome === "approved") {
      const { orderId } = proofing;
      const papers = [...(await paperStates(tx, orderId, now)), ...(await extrasToRead(tx, orderId, now))];
      const lacks = approvalLacks(content, proofing, await roomFacts(tx, proofing.roomId), papers, now);
      if (lacks.length > 0) throw new ProofingFailure("proofing-incomplete", { lacks });
      const order = await orderById(tx, proofing.orderId);
      if (!order) throw new Failure("not-found");
      await searchDenyList(ctx, tx, { order, note, by: command.by });
    }
    const { id: agentId, cpf } = command.by;
    await insertValidation(tx, { proofingId: proofing.id, agentId, cpf, outcome, reason, note: note.trim() }, now);
    await record(
      tx,
      {
        chain: `order:${proofing.orderId}`,
        act: "proofing.validated",
        actor: actorOf(command.by),
        details: { proofingId: proofing.id, outcome, reason },
      },
      now,
    );
    await enqueue(tx, "proofing.end-appointment", { roomId: proofing.roomId });
    await announce(tx, "proofing.validated", { orderId: proofing.orderId, proofingId: proofing.id, outcome, reason });
  });
}
