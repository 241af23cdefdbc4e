import { record } from "../../audit/record.ts";
import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { announce, cancelJob, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { hourMs, later, minuteMs } from "../../platform/time/durations.ts";
import { lapseProofing } from "../../proofing/decision/lapse-proofing.ts";
import { awaitsVerification } from "../../proofing/proofing.ts";
import { proofingById, proofingOfRoom } from "../../proofing/proofing-reads.ts";
import { type Room, tookPlace } from "../../rooms/room.ts";
import { roomById } from "../../rooms/rooms-reads.ts";
import { releaseAppointment } from "../../scheduling/appointments/release-appointment.ts";
import { appointmentById } from "../../scheduling/appointments/scheduling-reads.ts";
import { openTask } from "../open-task.ts";
import { dropTasksOf } from "../task-store.ts";

declare module "../../platform/jobs/jobs.ts" {
  interface JobPayloads {
    "watch.decision": { roomId: string };
  }
  interface EventPayloads {
    "decision.missing": { roomId: string; orderId: string; lapsesAt: string };
  }
}

const words = {
  decide:
    "A chamada terminou e ninguém registrou o resultado. Quem atendeu decide pela fila, em “Decidir agora”; se não puder, libere o titular para remarcar.",
  ended:
    "A chamada terminou antes da identificação. O titular já foi avisado e pode escolher outro horário; ligue se ele precisar de ajuda.",
};

/** A sitting whose call has ended, as long as nobody has said what came of it. */
async function undecided(tx: Transaction, roomId: string) {
  const room = await roomById(tx, roomId);
  if (!room?.closedAt || !tookPlace(room.closedReason)) return undefined;
  const appointment = await appointmentById(tx, room.appointmentId);
  const proofing = await proofingOfRoom(tx, roomId);
  if (appointment?.status !== "booked" || proofing?.validation || proofing?.lapsedAt) return undefined;
  return { room, endedAt: room.closedAt, proofing };
}

/** The call has ended: looked at once the agent has had the pack's minutes to decide. */
export async function planDecision(ctx: Context, { roomId }: { roomId: string }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const found = await undecided(tx, roomId);
    if (!found) return;
    const { decision } = (await rulePackAt(tx, found.room.raId, ctx.clock.now())).content;
    const startAt = later(found.endedAt, decision.askMinutes * minuteMs);
    await enqueue(tx, "watch.decision", { roomId }, { startAt, key: roomId });
  });
}

/**
 * Nobody decided: first a person of the AR is asked and the holder told; at last the sitting lapses, and the holder
 * books again. Where the call ended before the identification began there is nothing to decide: that is told at once.
 */
export async function chaseDecision(ctx: Context, { roomId }: { roomId: string }): Promise<void> {
  const next = await transact(ctx.db, async (tx) => {
    const found = await undecided(tx, roomId);
    if (!found) return undefined;
    const { room, endedAt, proofing } = found;
    const now = ctx.clock.now();
    const { decision } = (await rulePackAt(tx, room.raId, now)).content;
    const lapsesAt = later(endedAt, decision.lapseHours * hourMs);
    if (!proofing) {
      await ask(tx, room, words.ended, later(now, decision.taskMinutes * minuteMs), now);
      return { release: room.appointmentId };
    }
    if (now >= lapsesAt) return { lapse: proofing.id };
    await ask(tx, room, words.decide, later(now, decision.taskMinutes * minuteMs), now);
    await announce(tx, "decision.missing", { roomId, orderId: room.orderId, lapsesAt: lapsesAt.toISOString() });
    await enqueue(tx, "watch.decision", { roomId }, { startAt: lapsesAt, key: roomId });
    return undefined;
  });
  const actor = { kind: "system" } as const;
  if (next?.release) await releaseAppointment(ctx, { appointmentId: next.release, reason: "undecided", actor });
  if (next?.lapse) await lapseProofing(ctx, { proofingId: next.lapse, by: "installation" });
}

async function ask(tx: Transaction, { id, orderId, raId }: Room, asked: string, dueAt: Date, now: Date): Promise<void> {
  await openTask(tx, { raId, orderId, kind: "decision-missing", subjectId: id, words: asked, dueAt }, now);
  const details = { roomId: id, dueAt };
  await record(tx, { chain: `order:${orderId}`, act: "decision.asked", actor: { kind: "system" }, details }, now);
}

/**
 * The sitting was decided or given up: nobody is asked to decide any more. A task to find a second person stays where
 * the decision waits for one.
 */
export async function settleDecision(
  ctx: Context,
  settled: { proofingId: string; result: "decided" | "lapsed" },
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const proofing = await proofingById(tx, settled.proofingId);
    if (!proofing) return;
    const { roomId } = proofing;
    await cancelJob(tx, "watch.decision", roomId);
    const result =
      settled.result === "decided" ? "O resultado foi registrado." : "O titular foi liberado para remarcar.";
    const now = ctx.clock.now();
    await dropTasksOf(tx, roomId, result, now, "decision-missing");
    if (!awaitsVerification(proofing)) await dropTasksOf(tx, roomId, result, now, "verifier-missing");
  });
}
