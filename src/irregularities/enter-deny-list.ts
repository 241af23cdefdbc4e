import type { Order } from "../orders/order.ts";
import type { AgentPrincipal } from "../people/agent.ts";
import type { Transaction } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import type { Context } from "../platform/settings/context.ts";
import { denySubjects } from "./deny-list.ts";
import type { IrregularityCase } from "./irregularity.ts";
import { insertDenyEntry } from "./irregularity-store.ts";

/** Puts the holder of a case's order, and the company where there is one, on the deny list within the caller's transaction. */
export async function enterDenyList(
  ctx: Context,
  tx: Transaction,
  one: Pick<IrregularityCase, "id" | "raId" | "kind">,
  order: Pick<Order, "cpf" | "cnpj">,
  by: AgentPrincipal,
): Promise<void> {
  const now = ctx.clock.now();
  const { id: caseId, raId, kind } = one;
  for (const { subject, hash } of denySubjects(ctx.secrets, order))
    await insertDenyEntry(tx, { id: newId(now.getTime()), caseId, raId, subject, hash, kind, by: by.id }, now);
}
