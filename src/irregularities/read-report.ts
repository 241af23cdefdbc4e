import { record } from "../audit/record.ts";
import { orderById } from "../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import type { Context } from "../platform/settings/context.ts";
import { type IrregularityCase, mayConductCase, mayReadCases } from "./irregularity.ts";
import { caseRow } from "./irregularity-store.ts";

/**
 * The report of a case is taken out: it holds the holder's papers and face, so who took it is written down (LGPD art. 37).
 * Managers, except the holder themselves, and auditors. Failures: not-found, not-allowed.
 */
export async function readReport(
  ctx: Context,
  command: { caseId: string; by: AgentPrincipal },
): Promise<IrregularityCase> {
  const { caseId, by } = command;
  return transact(ctx.db, async (tx) => {
    const one = await caseRow(tx, caseId);
    if (!one || one.raId !== by.raId) throw new Failure("not-found");
    const cpf = (await orderById(tx, one.orderId))?.cpf ?? "";
    if (!mayConductCase(by, one.raId, cpf) && !(mayReadCases(by, one.raId) && by.cpf !== cpf))
      throw new Failure("not-allowed");
    const chain = `order:${one.orderId}` as const;
    const act = "irregularity.report-read";
    await record(tx, { chain, act, actor: actorOf(by), details: { caseId } }, ctx.clock.now());
    return one;
  });
}
