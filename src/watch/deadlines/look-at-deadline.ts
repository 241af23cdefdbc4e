import { record } from "../../audit/record.ts";
import { cancelOrder } from "../../orders/cancel-order.ts";
import { paymentOf } from "../../payments/payments-reads.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { announce, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { hourMs, later } from "../../platform/time/durations.ts";
import { openTask } from "../open-task.ts";
import type { TaskKind } from "../task.ts";
import { type Deadline, type DeadlineKind, nextLook, warningsBy } from "./deadline.ts";
import { deadlineRow, lockDeadline, markPassed, markWarned } from "./deadline-store.ts";

/** What a person of the AR is asked to do when a date passes; the other kinds act without one. */
const asked: Partial<Record<DeadlineKind, { kind: TaskKind; words: string }>> = {
  validation: {
    kind: "validation-ended",
    words: "O prazo da validação acabou. Fale com o titular: remarque, ou cancele o pedido e devolva o valor.",
  },
  verification: {
    kind: "verification-late",
    words: "Um atendimento aprovado espera a segunda conferência há tempo demais. Confira ou chame outro verificador.",
  },
  issue: {
    kind: "issue-ended",
    words: "A identidade foi confirmada e o certificado não foi emitido no prazo. Ajude o titular a emitir.",
  },
  "media-delivery": {
    kind: "media-late",
    words: "A mídia não chegou no prazo. Localize a entrega e avise o titular.",
  },
};

/** Hours a person has for what a passed date asks of them. */
const taskHours = 24;

/** A date's hour, or one of its warnings', has come. Earlier, or after it was met, nothing happens but the next look. */
export async function lookAtDeadline(ctx: Context, command: { deadlineId: string }): Promise<void> {
  const { deadlineId } = command;
  const now = ctx.clock.now();
  const deadline = await deadlineRow(ctx.db, deadlineId);
  if (!deadline || deadline.metAt || deadline.passedAt) return;
  if (deadline.kind === "payment" && now >= deadline.dueAt) {
    // First the act, which may be repeated; then the mark. Paid meanwhile: keepDeadlines will have met it.
    const paid = (await paymentOf(ctx.db, deadline.orderId)) !== undefined;
    if (paid) return;
    await cancelOrder(ctx, {
      orderId: deadline.orderId,
      reason: "prazo de pagamento",
      come: "neither",
      by: "installation",
    });
  }
  await transact(ctx.db, async (tx) => {
    const locked = await lockDeadline(tx, deadlineId);
    if (!locked || locked.metAt || locked.passedAt) return;
    if (now >= locked.dueAt) await pass(tx, locked, now);
    else await warn(tx, locked, now);
  });
}

async function warn(tx: Transaction, deadline: Deadline, now: Date): Promise<void> {
  const { id: deadlineId, orderId } = deadline;
  // Several at once after a long stop: told once, as the latest.
  const warned = Math.max(deadline.warned, warningsBy(deadline, now));
  if (warned > deadline.warned) {
    await markWarned(tx, deadlineId, warned);
    await announce(tx, "deadline.warned", { deadlineId, orderId });
  }
  await enqueue(tx, "watch.deadline", { deadlineId }, { startAt: nextLook({ ...deadline, warned }), key: deadlineId });
}

async function pass(tx: Transaction, deadline: Deadline, now: Date): Promise<void> {
  const { id: deadlineId, orderId, raId, kind } = deadline;
  await markPassed(tx, deadlineId, now);
  const task = asked[kind];
  const dueAt = later(now, taskHours * hourMs);
  if (task) await openTask(tx, { raId, orderId, ...task, subjectId: deadlineId, dueAt }, now);
  await announce(tx, "deadline.passed", { deadlineId, orderId });
  const details = { deadlineId, kind, dueAt: deadline.dueAt };
  await record(tx, { chain: `order:${orderId}`, act: "deadline.passed", actor: { kind: "system" }, details }, now);
}
