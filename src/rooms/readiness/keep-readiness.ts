import { record } from "../../audit/record.ts";
import { mayActOn, type OrderPrincipal } from "../../orders/order-principal.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type Findings, type Readiness, readinessScore } from "./readiness.ts";
import { readinessOf } from "./readiness-reads.ts";
import { insertReadiness } from "./readiness-store.ts";

/** Keeps one run of the device test and gives the passport as it now stands. Failures: not-found. */
export async function keepReadiness(
  ctx: Context,
  command: { orderId: string; findings: Findings; by: OrderPrincipal },
): Promise<Readiness> {
  const now = ctx.clock.now();
  const { orderId, findings } = command;
  return transact(ctx.db, async (tx) => {
    const order = await orderById(tx, orderId);
    if (!order || !mayActOn(command.by, order)) throw new Failure("not-found");
    await insertReadiness(tx, orderId, findings, now);
    const details = { findings, score: readinessScore(findings) };
    await record(tx, { chain: `order:${orderId}`, act: "readiness.kept", actor: { kind: "applicant" }, details }, now);
    return (await readinessOf(tx, orderId))!;
  });
}
