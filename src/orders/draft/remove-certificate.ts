import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { openDraft } from "../open-draft.ts";
import type { OrderPrincipal } from "../order-principal.ts";
import { markCancelled } from "../order-store.ts";

const reason = "tirado da compra";

/** Takes a certificate out of a purchase that is not placed yet; its held time goes by order.cancelled. Failures: those of a draft. */
export async function removeCertificate(ctx: Context, command: { orderId: string; by: OrderPrincipal }): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    const { id: orderId } = await openDraft(tx, command.orderId, command.by);
    await markCancelled(tx, orderId, reason, now);
    await announce(tx, "order.cancelled", { orderId, reason });
    const actor = { kind: "applicant" } as const;
    await record(tx, { chain: `order:${orderId}`, act: "order.cancelled", actor, details: { reason } }, now);
  });
}
