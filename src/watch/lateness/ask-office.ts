import { record } from "../../audit/record.ts";
import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { mayActOn, type OrderPrincipal, orderActor } from "../../orders/order-principal.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { cancelJob } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later, minuteMs } from "../../platform/time/durations.ts";
import { releaseAppointment } from "../../scheduling/appointments/release-appointment.ts";
import { openTask } from "../open-task.ts";
import { lockLateness, settleLateness } from "./lateness-store.ts";
import { lockUnsettled } from "./offer-slots.ts";

const words =
  "O titular entrou na sala na hora e não foi atendido. Ligue, peça desculpas e marque outro horário com ele.";

/**
 * Last resort: the AR calls, and the holder does nothing. It makes a phone task with owner and hour, and ends the
 * missed time; by the clock when no offered time was chosen, or for the holder who asks to be called. Again does
 * nothing.
 */
export async function askOffice(ctx: Context, command: { latenessId: string; by: OrderPrincipal }): Promise<void> {
  const { latenessId, by } = command;
  const appointmentId = await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const lateness = await lockUnsettled(tx, latenessId, now);
    if (!lateness) {
      const settled = await lockLateness(tx, latenessId);
      return settled?.outcome === "phone" ? settled.appointmentId : undefined;
    }
    const { orderId, raId } = lateness;
    if (!mayActOn(by, { id: orderId, raId })) throw new Failure("not-found");
    const { absence } = (await rulePackAt(tx, raId, now)).content;
    const dueAt = later(now, absence.callMinutes * minuteMs);
    await settleLateness(tx, latenessId, "phone", now);
    await openTask(tx, { raId, orderId, kind: "call-holder", subjectId: latenessId, words, dueAt }, now);
    await cancelJob(tx, "watch.offer-slots", latenessId);
    await cancelJob(tx, "watch.ask-office", latenessId);
    await record(
      tx,
      { chain: `order:${orderId}`, act: "call.asked", actor: orderActor(by), details: { latenessId, dueAt } },
      now,
    );
    return lateness.appointmentId;
  });
  if (appointmentId)
    await releaseAppointment(ctx, { appointmentId, reason: "agent-no-show", actor: { kind: "system" } });
}
