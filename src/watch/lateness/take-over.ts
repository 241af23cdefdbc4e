import { record } from "../../audit/record.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce, cancelJob } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { handOverRoom } from "../../rooms/hand-over/hand-over-room.ts";
import { handOverAppointment } from "../../scheduling/appointments/hand-over-appointment.ts";
import { WatchFailure } from "../watch-failures.ts";
import { mayTakeOver } from "./lateness.ts";
import { latenessRow, settleLateness } from "./lateness-store.ts";
import { lockUnsettled } from "./offer-slots.ts";

/**
 * Another agent takes a waiting holder in: appointment and room change hands in one act; the holder keeps their place.
 * An own appointment in that time is no obstacle, for they were told of it. Of two at once one succeeds. Failures:
 * not-found, not-allowed (also: they are the holder), lateness-settled, language-not-spoken.
 */
export async function takeOver(
  ctx: Context,
  command: { latenessId: string; by: AgentPrincipal },
): Promise<{ roomId: string }> {
  const { latenessId, by } = command;
  return transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const known = await latenessRow(tx, latenessId);
    if (!known) throw new Failure("not-found");
    if (!mayTakeOver(by, known)) throw new Failure("not-allowed");
    if (!(await lockUnsettled(tx, latenessId, now))) throw new WatchFailure("lateness-settled");
    const { appointmentId, orderId, roomId, agentId: from } = known;
    if ((await orderById(tx, orderId))?.cpf === by.cpf) throw new Failure("not-allowed");
    await handOverAppointment(tx, { appointmentId, agentId: by.id });
    await handOverRoom(tx, { appointmentId, agentId: by.id });
    await settleLateness(tx, latenessId, "handed-over", now, by.id);
    await cancelJob(tx, "watch.offer-slots", latenessId);
    await cancelJob(tx, "watch.ask-office", latenessId);
    await announce(tx, "appointment.handed-over", { latenessId, orderId, appointmentId, agentId: by.id });
    const details = { latenessId, appointmentId, from, to: by.id };
    const chain = `order:${orderId}` as const;
    await record(tx, { chain, act: "appointment.handed-over", actor: actorOf(by), details }, now);
    return { roomId };
  });
}
