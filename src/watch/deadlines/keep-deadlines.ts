import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { transact } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { cancelJob, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { dropTasksOf } from "../task-store.ts";
import { nextLook, runningDeadlines } from "./deadline.ts";
import { milestonesOf } from "./deadline-reads.ts";
import { insertDeadline, lockDeadlinesOf, markMet } from "./deadline-store.ts";

/**
 * Brings an order's dates in line with its facts after something happened to it: begins those that run now, ends those
 * that were met, with the tasks they had given. Run again it changes nothing.
 */
export async function keepDeadlines(ctx: Context, command: { orderId: string }): Promise<void> {
  const { orderId } = command;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const known = await lockDeadlinesOf(tx, orderId);
    const order = await milestonesOf(tx, orderId);
    if (!order) return;
    const { deadlines: rules } = (await rulePackAt(tx, order.raId, now)).content;
    const wanted = runningDeadlines(order, rules);
    const isWanted = (kind: string, beganAt: Date) =>
      wanted.some((one) => one.kind === kind && one.beganAt.getTime() === beganAt.getTime());
    for (const one of known) {
      if (isWanted(one.kind, one.beganAt)) continue;
      await dropTasksOf(tx, one.id, "Resolvido no sistema.", now);
      if (one.metAt || one.passedAt) continue;
      await markMet(tx, one.id, now);
      await cancelJob(tx, "watch.deadline", one.id);
    }
    for (const one of wanted) {
      const id = newId(now.getTime());
      if (!(await insertDeadline(tx, { ...one, id, raId: order.raId, orderId }))) continue;
      await enqueue(tx, "watch.deadline", { deadlineId: id }, { startAt: nextLook({ ...one, warned: 0 }), key: id });
    }
  });
}
