import { orderById } from "../../orders/orders-reads.ts";
import { transact } from "../../platform/database.ts";
import type { EventPayloads } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { openTask } from "../open-task.ts";

const hoursToAnswer = 24;

/** A paid order whose name no certificate may hold: the AR sets it right, once asked however often the holder presses. */
export async function askForName(ctx: Context, event: EventPayloads["issuance.name-refused"]): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    const order = await orderById(tx, event.orderId);
    if (!order) return;
    const words = `O nome do pedido tem letras que um certificado não pode levar: ${event.letters}. Combine com o titular como escrever o nome, cancele este pedido, devolva o valor e faça outro com o nome certo.`;
    const dueAt = new Date(now.getTime() + hoursToAnswer * 3_600_000);
    const { id: orderId, raId } = order;
    await openTask(tx, { raId, orderId, kind: "issue-ended", subjectId: orderId, words, dueAt }, now);
  });
}
