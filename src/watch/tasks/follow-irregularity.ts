import { caseById } from "../../irregularities/irregularities-reads.ts";
import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { openTask } from "../open-task.ts";
import { dropTasksOf } from "../task-store.ts";

const words = {
  report:
    "Um caso de irregularidade foi aberto e o pedido está congelado. Confira o caso, baixe o relatório e envie à AC até o prazo.",
  close: "O relatório foi enviado à AC. Decida o caso: procedente, ou improcedente e o pedido segue.",
};

/** What a case asks of the AR's manager: first the report to the AC, then its end; each by its own hour. */
export async function followIrregularity(ctx: Context, { caseId }: { caseId: string }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const one = await caseById(tx, caseId);
    if (!one) return;
    const now = ctx.clock.now();
    const { raId, orderId, reportDueAt, closeDueAt } = one;
    const about = { raId, orderId, subjectId: caseId };
    if (one.closedAt) return dropTasksOf(tx, caseId, "Caso encerrado.", now);
    if (one.reportedAt) {
      // Only that: an event that comes late or again finds the next one asked for, and the same subject asks once.
      await dropTasksOf(tx, caseId, "Relatório enviado à AC.", now, "irregularity-report");
      await openTask(tx, { ...about, kind: "irregularity-close", words: words.close, dueAt: closeDueAt }, now);
    } else await openTask(tx, { ...about, kind: "irregularity-report", words: words.report, dueAt: reportDueAt }, now);
  });
}
