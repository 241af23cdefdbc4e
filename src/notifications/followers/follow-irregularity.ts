import { caseById } from "../../irregularities/irregularities-reads.ts";
import { cancelledByCase } from "../../irregularities/irregularity.ts";
import type { EventPayloads } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { orderEndedByCase, orderExamined, orderGoesOn } from "../letters/irregularity-letters.ts";
import { orderCancelled } from "../letters/purchase-letters.ts";
import { tellHolder } from "./tell-holder.ts";

/** Told only while it is still so. */
export async function tellExamined(ctx: Context, event: EventPayloads["irregularity.opened"]): Promise<void> {
  await tellHolder(ctx, event.orderId, `order-examined:${event.caseId}`, async (facts, tx) => {
    const one = await caseById(tx, event.caseId);
    return one && !one.closedAt ? orderExamined(facts, ctx.config.publicUrl, one.closeDueAt) : undefined;
  });
}

export async function tellCaseClosed(ctx: Context, event: EventPayloads["irregularity.closed"]): Promise<void> {
  const write = event.goesOn ? orderGoesOn : orderEndedByCase;
  await tellHolder(ctx, event.orderId, `case-closed:${event.caseId}`, (facts) => write(facts, ctx.config.publicUrl));
}

/** Cancelled by its case, the order has its letter already. */
export async function tellCancelled(ctx: Context, event: EventPayloads["order.cancelled"]): Promise<void> {
  const { orderId, reason } = event;
  if (reason === cancelledByCase) return;
  await tellHolder(ctx, orderId, `order-cancelled:${orderId}`, (facts) =>
    facts.number === null ? undefined : orderCancelled(facts),
  );
}
