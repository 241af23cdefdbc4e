import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf, mayAttend, mayManage } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { lockAppointment, markReleased } from "./appointment-store.ts";

/**
 * Whether the holder came to the site, as who was there says, from the booked hour on: the appointment ends as attended or
 * as the holder's absence. Failures: not-found (no such visit), not-allowed, appointment-ahead, appointment-missing (it
 * has ended).
 */
export async function recordVisit(
  ctx: Context,
  command: { appointmentId: string; came: boolean; by: AgentPrincipal },
): Promise<void> {
  const { appointmentId, came, by } = command;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const visit = await lockAppointment(tx, appointmentId);
    if (visit?.attendance !== "in-person" || visit.raId !== by.raId) throw new Failure("not-found");
    if (!mayAttend(by, visit.raId) && !mayManage(by, visit.raId)) throw new Failure("not-allowed");
    if (visit.status !== "booked") throw new SchedulingFailure("appointment-missing");
    if (now < visit.startsAt) throw new SchedulingFailure("appointment-ahead");
    const reason = came ? "attended" : "applicant-no-show";
    await markReleased(tx, appointmentId, "booked", reason, now);
    const { orderId, siteId } = visit;
    await announce(tx, "appointment.released", { appointmentId, orderId, reason });
    const act = came ? "visit.attended" : "visit.missed";
    const details = { appointmentId, siteId, startsAt: visit.startsAt };
    await record(tx, { chain: `order:${orderId}`, act, actor: actorOf(by), details }, now);
  });
}
