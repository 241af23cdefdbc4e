import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { hourMs, later } from "../../platform/time/durations.ts";
import { verifiersLeft } from "../../proofing/decision/second-person-reads.ts";
import { roomById } from "../../rooms/rooms-reads.ts";
import { openTask } from "../open-task.ts";

const words =
  "Depois da troca de agente, ninguém desta AR pode fazer a segunda conferência deste atendimento. Dê o papel de verificador a outra pessoa, ou convide uma, antes que o prazo da conferência acabe.";

/** A sitting changed hands: where nobody is left who may verify it, the AR's manager is asked to find somebody. */
export async function seekVerifier(ctx: Context, { roomId }: { roomId: string }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const room = await roomById(tx, roomId);
    const now = ctx.clock.now();
    if (!room || room.closedAt || (await verifiersLeft(tx, roomId, room.agentId, now)) > 0) return;
    const { deadlines } = (await rulePackAt(tx, room.raId, now)).content;
    const dueAt = later(now, deadlines.verification.hours * hourMs);
    const { raId, orderId } = room;
    await openTask(tx, { raId, orderId, kind: "verifier-missing", subjectId: roomId, words, dueAt }, now);
  });
}
