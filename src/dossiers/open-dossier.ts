import { record } from "../audit/record.ts";
import { orderById } from "../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import { newId } from "../platform/ids.ts";
import type { Context } from "../platform/settings/context.ts";
import { mayOpenDossier } from "./dossier.ts";
import { insertOpening } from "./dossier-store.ts";
import { DossiersFailure } from "./dossiers-failures.ts";

const shortestPurpose = 5;

/**
 * Every look into a dossier says why and is kept (LGPD art. 6 X, 37); call it before showing or exporting anything.
 * Failures: not-found, not-allowed, purpose-missing.
 */
export async function openDossier(
  ctx: Context,
  command: { orderId: string; purpose: string; by: AgentPrincipal },
): Promise<void> {
  const purpose = command.purpose.trim();
  if (purpose.length < shortestPurpose) throw new DossiersFailure("purpose-missing");
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const order = await orderById(tx, command.orderId);
    if (!order) throw new Failure("not-found");
    if (!mayOpenDossier(command.by, order.raId)) throw new Failure("not-allowed");
    await insertOpening(tx, { id: newId(now.getTime()), orderId: order.id, agentId: command.by.id, purpose }, now);
    await record(
      tx,
      { chain: `order:${order.id}`, act: "dossier.opened", actor: actorOf(command.by), details: { purpose } },
      now,
    );
  });
}
