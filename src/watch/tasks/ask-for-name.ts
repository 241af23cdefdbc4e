import { orderById } from "../../orders/orders-reads.ts";
import { transact } from "../../platform/database.ts";
import type { EventPayloads } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { hourMs, later } from "../../platform/time/durations.ts";
import { openTask } from "../open-task.ts";

const hoursToAnswer = 24;

/** A paid order whose name no certificate may hold: the AR sets it right, once asked however often the holder presses. */
export async function askForName(ctx: Context, event: EventPayloads["issuance.name-refused"]): Promise<void> {
  const words = `O nome do pedido tem letras que um certificado não pode levar: ${event.letters}. Combine com o titular como escrever o nome, cancele este pedido, devolva o valor e faça outro com o nome certo.`;
  await askTheAr(ctx, event.orderId, words);
}

/** An authority outside does not issue what was asked: its reason is read by a person, who knows what is to be set right. */
export async function askAboutRefusal(ctx: Context, event: EventPayloads["issuance.refused"]): Promise<void> {
  const words = `A autoridade certificadora recusou o pedido deste certificado: “${event.why}”. Corrija o que ela aponta e avise o titular: a página dele faz uma chave nova e pede de novo.`;
  await askTheAr(ctx, event.orderId, words);
}

async function askTheAr(ctx: Context, ofOrder: string, words: string): Promise<void> {
  const now = ctx.clock.now();
  await transact(ctx.db, async (tx) => {
    const order = await orderById(tx, ofOrder);
    if (!order) return;
    const dueAt = later(now, hoursToAnswer * hourMs);
    const { id: orderId, raId } = order;
    await openTask(tx, { raId, orderId, kind: "issue-ended", subjectId: orderId, words, dueAt }, now);
  });
}
