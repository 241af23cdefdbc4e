import { record } from "../../audit/record.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf, mayManage } from "../../people/agent.ts";
import { agentById } from "../../people/agent-reads.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { minuteMs } from "../../platform/time/durations.ts";
import { freeAgentsAt } from "../agenda/agenda-reads.ts";
import { layOutDays, lockHolder } from "../agenda/agenda-store.ts";
import { chainTerms } from "../agenda/find-slots.ts";
import { chainFrom, chainOccupies } from "../agenda/slot-chain.ts";
import type { Appointment } from "../appointments/appointment.ts";
import { insertAppointment, lockAppointment, markReleased } from "../appointments/appointment-store.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { withSlotRetries } from "./take-slot.ts";

/**
 * The AR's manager moves a booked appointment to another free time, another agent, or both; notice, horizon and the
 * holder's limit of moves do not bind the AR. The same time with another agent keeps the invitation as it is.
 * Failures: not-found, not-allowed, appointment-missing, appointment-began, slot-taken (the agent is not free then, or it
 * is past), holder-busy.
 */
export async function moveAppointment(
  ctx: Context,
  command: { appointmentId: string; startsAt: Date; agentId: string; by: AgentPrincipal },
): Promise<Appointment> {
  const { appointmentId, startsAt, agentId, by } = command;
  return withSlotRetries(ctx, async (tx) => {
    const now = ctx.clock.now();
    const former = await lockAppointment(tx, appointmentId);
    const order = former && (await orderById(tx, former.orderId));
    const agent = await agentById(tx, agentId);
    if (!former || !order || agent?.raId !== former.raId) throw new Failure("not-found");
    if (!mayManage(by, former.raId)) throw new Failure("not-allowed");
    if (former.status !== "booked") throw new SchedulingFailure("appointment-missing");
    if (now >= former.startsAt) throw new SchedulingFailure("appointment-began");
    await lockHolder(tx, former.holderCpf);
    await markReleased(tx, former.id, "booked", "rescheduled", now);
    const { terms, grid } = await chainTerms(tx, [order.productId], now);
    const [slot] = chainFrom(startsAt, terms);
    const onGrid = startsAt.getTime() % (grid * minuteMs) === 0;
    if (!slot || !onGrid || startsAt <= now) throw new SchedulingFailure("slot-taken");
    const occupied = chainOccupies([slot]);
    await layOutDays(tx, former.raId, now, occupied.to);
    const { raId, language, siteId, holderCpf } = former;
    const filter = { raId, productIds: [order.productId], language, siteId, holderCpf };
    if (!(await freeAgentsAt(tx, filter, occupied, now)).includes(agentId)) throw new SchedulingFailure("slot-taken");
    const sameTime = startsAt.getTime() === former.startsAt.getTime();
    const appointment: Appointment = {
      ...former,
      id: newId(now.getTime()),
      agentId,
      startsAt,
      endsAt: slot.endsAt,
      chainId: null,
      calendarSequence: former.calendarSequence + (sameTime ? 0 : 1),
      createdAt: now,
      bookedAt: now,
    };
    await insertAppointment(tx, appointment, slot.occupied);
    const { id, orderId } = appointment;
    await announce(tx, "appointment.moved", { appointmentId: id, orderId, previousAppointmentId: former.id });
    const details = { appointmentId: id, startsAt, agentId, from: former.startsAt, fromAgentId: former.agentId };
    await record(tx, { chain: `order:${orderId}`, act: "appointment.moved", actor: actorOf(by), details }, now);
    return appointment;
  });
}
