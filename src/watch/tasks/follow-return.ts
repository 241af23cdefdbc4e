import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { openReturnById } from "../../proofing/decision/return-reads.ts";
import { proofingById } from "../../proofing/proofing-reads.ts";
import { openTask } from "../open-task.ts";
import { dropTasksOf } from "../task-store.ts";

/** A sitting went back to its agent: theirs to answer by the rule pack's hour. Again does nothing. */
export async function askForAnswer(ctx: Context, command: { returnId: string }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const open = await openReturnById(tx, command.returnId);
    if (!open) return;
    const { raId, orderId, agentId: ownerId, dueAt, byName, note } = open;
    const words = `${byName} devolveu este atendimento: “${note}” Responda em Fila do dia, ou marque que precisa ser refeito.`;
    const task = { raId, orderId, kind: "sitting-returned" as const, subjectId: open.returnId, words, dueAt, ownerId };
    await openTask(tx, task, ctx.clock.now());
  });
}

export async function dropAnswered(ctx: Context, command: { returnId: string }): Promise<void> {
  await transact(ctx.db, (tx) => dropTasksOf(tx, command.returnId, "Respondido.", ctx.clock.now()));
}

/** The second person has decided, also without waiting for an answer: nobody is asked for one, nor to find them. */
export async function dropDecided(ctx: Context, command: { proofingId: string }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const proofing = await proofingById(tx, command.proofingId);
    if (!proofing) return;
    const now = ctx.clock.now();
    for (const { id } of proofing.returns) await dropTasksOf(tx, id, "Já decidido.", now);
    await dropTasksOf(tx, proofing.roomId, "Já decidido.", now, "verifier-missing");
  });
}
