import { record } from "../audit/record.ts";
import { rulePackAt } from "../catalog/catalog-reads.ts";
import type { Order } from "../orders/order.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import { agentsOf } from "../people/agent-reads.ts";
import type { Transaction } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { announce } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { hourMs, later } from "../platform/time/durations.ts";
import { enterDenyList } from "./enter-deny-list.ts";
import type { IrregularityKind } from "./irregularity.ts";
import { insertCase, insertNote } from "./irregularity-store.ts";

/**
 * Opens the case of an order within the caller's transaction: its clocks by the pack of today, its owner the AR's first
 * manager at work, and its holder on the deny list, provisionally. The caller has asked `mayReport`.
 * Failures: irregularity-open.
 */
export async function openCase(
  ctx: Context,
  tx: Transaction,
  found: {
    order: Pick<Order, "id" | "raId" | "cpf" | "cnpj">;
    roomId: string | null;
    kind: IrregularityKind;
    note: string;
  },
  by: AgentPrincipal,
): Promise<{ caseId: string }> {
  const now = ctx.clock.now();
  const { order, roomId, kind, note } = found;
  const { raId, id: orderId } = order;
  const { irregularity } = (await rulePackAt(tx, raId, now)).content;
  const inHours = (hours: number) => later(now, hours * hourMs);
  const managers = (await agentsOf(tx, raId)).filter(
    (one) => !one.suspendedAt && one.roles.includes("manager") && one.cpf !== order.cpf,
  );
  const caseId = newId(now.getTime());
  await insertCase(tx, {
    id: caseId,
    raId,
    orderId,
    roomId,
    kind,
    reportedBy: by.id,
    openedAt: now,
    reportDueAt: inHours(irregularity.reportHours),
    closeDueAt: inHours(irregularity.closeHours),
    ownerId: managers[0]?.id ?? null,
  });
  await insertNote(tx, { id: newId(now.getTime()), caseId, by: by.id, text: note }, now);
  await enterDenyList(ctx, tx, { id: caseId, raId, kind }, order, by);
  await announce(tx, "irregularity.opened", { caseId, orderId });
  const details = { caseId, kind, roomId };
  await record(tx, { chain: `order:${orderId}`, act: "irregularity.opened", actor: actorOf(by), details }, now);
  return { caseId };
}
