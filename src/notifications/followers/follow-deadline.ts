import { orderById } from "../../orders/orders-reads.ts";
import type { EventPayloads } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { deadlineById } from "../../watch/deadlines/deadline-reads.ts";
import { deadlineLetter } from "../letters/deadline-letters.ts";
import { tellHolder } from "./tell-holder.ts";

const settingsOf = ({ config: { publicUrl, paymentProvider } }: Context) => ({
  site: publicUrl,
  paysOnline: paymentProvider !== undefined,
});

/** Nothing is told of a date that was met before the letter was written. */
export async function tellDeadlineWarned(ctx: Context, event: EventPayloads["deadline.warned"]): Promise<void> {
  const seen = await deadlineById(ctx.db, event.deadlineId);
  const order = await orderById(ctx.db, event.orderId);
  // One payment is owed for all that was bought in one act, so it is asked for once.
  const subject = seen?.kind === "payment" && order ? order.purchaseId : event.deadlineId;
  await tellHolder(ctx, event.orderId, `deadline-warned:${subject}:${seen?.warned}`, async (facts, tx) => {
    const deadline = await deadlineById(tx, event.deadlineId);
    if (!deadline || deadline.metAt || deadline.passedAt) return undefined;
    return deadlineLetter(facts, deadline, "warned", settingsOf(ctx));
  });
}

export async function tellDeadlinePassed(ctx: Context, event: EventPayloads["deadline.passed"]): Promise<void> {
  await tellHolder(ctx, event.orderId, `deadline-passed:${event.deadlineId}`, async (facts, tx) => {
    const deadline = await deadlineById(tx, event.deadlineId);
    return deadline && deadlineLetter(facts, deadline, "passed", settingsOf(ctx));
  });
}
