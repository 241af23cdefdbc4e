import { record } from "../audit/record.ts";
import { rulePackAt } from "../catalog/catalog-reads.ts";
import { orderById } from "../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import { transact } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { announce, enqueue } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { enterDenyList } from "./enter-deny-list.ts";
import { IrregularitiesFailure } from "./irregularities-failures.ts";
import type { CaseOutcome } from "./irregularity.ts";
import { confirmDenyEntries, insertNote, liftDenyEntries, markCaseClosed } from "./irregularity-store.ts";
import { openCaseFor } from "./work-on-case.ts";

/**
 * Ends a case with a written reason. Founded: the report has reached the AC, the entries of the deny list stand for the
 * pack's years, and the order is cancelled. Unfounded: the entries are lifted, and the order goes on or is cancelled.
 * `certificateLives`: told by the caller (issuance stands to the right); such a certificate is revoked first.
 * Failures: not-found, not-allowed, irregularity-closed, irregularity-report-missing, irregularity-certificate-lives.
 */
export async function closeCase(
  ctx: Context,
  command: {
    caseId: string;
    outcome: CaseOutcome;
    goesOn: boolean;
    note: string;
    certificateLives: boolean;
    by: AgentPrincipal;
  },
): Promise<void> {
  const { caseId, outcome, note, by } = command;
  const goesOn = outcome === "unfounded" && command.goesOn;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const one = await openCaseFor(tx, caseId, by);
    const { orderId, raId, reportedAt } = one;
    if (outcome === "founded" && !reportedAt) throw new IrregularitiesFailure("irregularity-report-missing");
    if (!goesOn && command.certificateLives) throw new IrregularitiesFailure("irregularity-certificate-lives");
    if (!(await markCaseClosed(tx, caseId, { outcome, goesOn, by: by.id }, now)))
      throw new IrregularitiesFailure("irregularity-closed");
    await insertNote(tx, { id: newId(now.getTime()), caseId, by: by.id, text: note }, now);
    if (outcome === "founded") {
      const { listYears } = (await rulePackAt(tx, raId, now)).content.irregularity;
      const until = new Date(now);
      until.setUTCFullYear(until.getUTCFullYear() + listYears);
      // A case of a decision from before there were cases (0140_irregularities.sql) came without its entries.
      if ((await confirmDenyEntries(tx, caseId, until, now)) === 0) {
        await enterDenyList(ctx, tx, one, (await orderById(tx, orderId))!, by);
        await confirmDenyEntries(tx, caseId, until, now);
      }
    } else await liftDenyEntries(tx, caseId, now);
    if (!goesOn) await enqueue(tx, "irregularities.cancel-order", { caseId, orderId }, { key: caseId });
    await announce(tx, "irregularity.closed", { caseId, orderId, goesOn });
    const details = { caseId, outcome, goesOn };
    await record(tx, { chain: `order:${orderId}`, act: "irregularity.closed", actor: actorOf(by), details }, now);
  });
}
