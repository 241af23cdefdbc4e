import { record } from "../../audit/record.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { IssuanceFailure } from "../issuance-failures.ts";
import { mayHold, shortestHoldReason } from "./retention.ts";
import { retentionOf } from "./retention-reads.ts";
import { insertHold, liftOpenHold, lockRetention } from "./retention-store.ts";

type HoldRetention = { orderId: string; reason: string; by: AgentPrincipal };

/**
 * Keeps an order's evidence beyond its time, until it is lifted. Failures: not-found, not-allowed, hold-reason-missing,
 * hold-stands, evidence-destroyed.
 */
export async function holdRetention(ctx: Context, { orderId, reason, by }: HoldRetention): Promise<void> {
  await judged(ctx, { orderId, reason, by }, async (tx, words, now) => {
    const hold = { id: newId(now.getTime()), orderId, reason: words, agentId: by.id };
    if (!(await insertHold(tx, hold, now))) throw new IssuanceFailure("hold-stands");
    return "retention.held";
  });
}

/** The evidence goes the way of its years again. Failures: those of `holdRetention`, hold-missing. */
export async function liftRetentionHold(ctx: Context, { orderId, reason, by }: HoldRetention): Promise<void> {
  await judged(ctx, { orderId, reason, by }, async (tx, words, now) => {
    if (!(await liftOpenHold(tx, { orderId, reason: words, agentId: by.id }, now)))
      throw new IssuanceFailure("hold-missing");
    return "retention.hold-lifted";
  });
}

async function judged(
  ctx: Context,
  { orderId, reason, by }: HoldRetention,
  act: (tx: Transaction, reason: string, now: Date) => Promise<string>,
): Promise<void> {
  const words = reason.trim();
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const order = await orderById(tx, orderId);
    if (order?.raId !== by.raId) throw new Failure("not-found");
    if (!mayHold(by, order.raId)) throw new Failure("not-allowed");
    if (words.length < shortestHoldReason) throw new IssuanceFailure("hold-reason-missing");
    await lockRetention(tx, orderId);
    if ((await retentionOf(tx, orderId, now))?.destroyedAt) throw new IssuanceFailure("evidence-destroyed");
    const name = await act(tx, words, now);
    await record(tx, { chain: `order:${orderId}`, act: name, actor: actorOf(by), details: { reason: words } }, now);
  });
}
