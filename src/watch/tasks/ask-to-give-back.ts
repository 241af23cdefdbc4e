import { orderById } from "../../orders/orders-reads.ts";
import { transact } from "../../platform/database.ts";
import type { EventPayloads } from "../../platform/jobs/jobs.ts";
import { formatBrl } from "../../platform/money.ts";
import type { Context } from "../../platform/settings/context.ts";
import { hourMs, later } from "../../platform/time/durations.ts";
import { openTask } from "../open-task.ts";

const hoursToGiveBack = 48;

const reasons: Record<EventPayloads["payment.surplus"]["why"], string> = {
  twice: "de um pedido que já estava pago",
  cancelled: "de um pedido que já tinha sido cancelado",
};

/** Money that buys nothing is its payer's: no machine gives it back, so a person of the AR does, and says how. */
export async function askToGiveBack(ctx: Context, event: EventPayloads["payment.surplus"]): Promise<void> {
  const { orderId, receiptId: subjectId, amountCentavos, why } = event;
  const now = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    const order = await orderById(tx, orderId);
    if (!order) return;
    const words = `Chegou um Pix de ${formatBrl(amountCentavos)} ${reasons[why]}. Devolva o valor a quem pagou, pela devolução de Pix no seu banco, avise o titular e escreva aqui como foi devolvido.`;
    const dueAt = later(now, hoursToGiveBack * hourMs);
    await openTask(tx, { raId: order.raId, orderId, kind: "money-back", subjectId, words, dueAt }, now);
  });
}
