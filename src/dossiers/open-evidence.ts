import { record } from "../audit/record.ts";
import { orderById } from "../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf, mayAudit } from "../people/agent.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import type { Context } from "../platform/settings/context.ts";
import { earlier } from "../platform/time/durations.ts";
import { proofingsOf } from "../proofing/proofing-reads.ts";
import { agentsOfRooms } from "../rooms/rooms-reads.ts";
import { openingLastsMs } from "./dossier.ts";
import { hasOpened } from "./dossier-reads.ts";
import { insertEvidenceOpening } from "./dossier-store.ts";
import { DossiersFailure } from "./dossiers-failures.ts";
import { evidenceRight } from "./evidence-access.ts";

/**
 * Call it before any content of a case is shown or handed over. `thing` says what: "paper:<id>", "item:<position>". The
 * order's trail keeps that it was opened, by whom and by which right, once an hour (a film comes in many pieces).
 * Failures: not-found (no such order, another AR's), dossier-closed (may open it, has not said why),
 * evidence-not-yours.
 */
export async function openEvidence(
  ctx: Context,
  command: { orderId: string | undefined; thing: string; by: AgentPrincipal },
): Promise<void> {
  const now = ctx.clock.now();
  const { thing, by } = command;
  await transact(ctx.db, async (tx) => {
    const order = command.orderId === undefined ? undefined : await orderById(tx, command.orderId);
    if (!order || order.raId !== by.raId) throw new Failure("not-found");
    const { id: orderId, raId } = order;
    const facts = {
      raId,
      holderCpf: order.cpf ?? "",
      attendedBy: await agentsOfRooms(tx, orderId),
      proofings: await proofingsOf(tx, orderId),
      isOpened: await hasOpened(tx, orderId, by.id, earlier(now, openingLastsMs)),
    };
    const right = evidenceRight(by, facts, now);
    if (!right) throw new DossiersFailure(mayAudit(by, raId) ? "dossier-closed" : "evidence-not-yours");
    if (!(await insertEvidenceOpening(tx, { orderId, agentId: by.id, thing }, now))) return;
    const details = { thing, right };
    await record(tx, { chain: `order:${orderId}`, act: "evidence.opened", actor: actorOf(by), details }, now);
  });
}
