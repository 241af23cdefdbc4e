import { record } from "../../audit/record.ts";
import { bookingTermsOf, rulePackAt } from "../../catalog/catalog-reads.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf, mayAttend } from "../../people/agent.ts";
import { type Transaction, transact, violatedConstraint } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later, minuteMs } from "../../platform/time/durations.ts";
import { layOutDays, lockHolder } from "../agenda/agenda-store.ts";
import type { Appointment } from "../appointments/appointment.ts";
import { holdDays, insertAppointment, isGiven, lockOpenAppointment } from "../appointments/appointment-store.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { givenAt, inTheWay, type NoCall, type WalkIn, whomToCall } from "./walk-in.ts";
import { callingAgent, type OwnSitting, ownSittings, waitingLine } from "./walk-in-reads.ts";
import { endWalkIn, lockFirstOf } from "./walk-in-store.ts";

/**
 * The agent calls whoever waits longest: this makes an appointment with the agent that begins now, whatever their hours
 * (who calls is there), if their next one leaves the usual length. Failures: not-waiting (nobody whom this agent may
 * call), agent-away (the switch "not now"), next-too-near {time} (their next appointment), holder-busy, not-allowed.
 */
export async function callNext(ctx: Context, command: { by: AgentPrincipal }): Promise<Appointment> {
  const { by } = command;
  if (!mayAttend(by, by.raId)) throw new Failure("not-allowed");
  try {
    for (;;) {
      const called = await transact(ctx.db, (tx) => callOne(tx, by, ctx.clock.now()));
      if (called !== "gone") return called;
    }
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === "holder_is_in_one_place_at_a_time") throw new SchedulingFailure("holder-busy");
    throw error;
  }
}

/** "gone": the next one was cancelled or booked a time meanwhile; their wait has ended. */
async function callOne(tx: Transaction, by: AgentPrincipal, now: Date): Promise<Appointment | "gone"> {
  const { usualMinutes } = (await rulePackAt(tx, by.raId, now)).content.room;
  const line = await waitingLine(tx, by.raId, now);
  const choice = whomToCall(line, await callingAgent(tx, by, now), usualMinutes, now);
  if ("why" in choice) throw refusalOf(choice);
  const orderIds = choice.callable.map(({ orderId }) => orderId);
  const next = await lockFirstOf(tx, orderIds, now);
  if (!next) throw new SchedulingFailure("not-waiting");
  const order = await orderById(tx, next.orderId);
  await lockHolder(tx, next.holderCpf);
  if (!order || order.cancelledAt || (await lockOpenAppointment(tx, next.orderId))) {
    await endWalkIn(tx, next.id, now, null);
    return "gone";
  }
  const appointment = await insertNow(tx, next, by, now);
  await endWalkIn(tx, next.id, now, appointment.id);
  const { id: appointmentId, orderId, startsAt, agentId } = appointment;
  await announce(tx, "appointment.booked", { appointmentId, orderId });
  const details = { appointmentId, startsAt, agentId, waitedSince: next.joinedAt };
  await record(tx, { chain: `order:${orderId}`, act: "queue.called", actor: actorOf(by), details }, now);
  return appointment;
}

function refusalOf(no: NoCall<OwnSitting>): Failure {
  if (no.why === "next-too-near") return new SchedulingFailure("next-too-near", { time: no.near.from });
  return new SchedulingFailure(no.why === "agent-away" ? "agent-away" : "not-waiting");
}

async function insertNow(tx: Transaction, next: WalkIn, { id: agentId, raId }: AgentPrincipal, now: Date) {
  const [terms] = await bookingTermsOf(tx, [next.productId]);
  const startsAt = new Date(Math.floor(now.getTime() / minuteMs) * minuteMs);
  const endsAt = later(startsAt, terms!.slotMinutes * minuteMs);
  const given = givenAt(startsAt, terms!);
  await layOutDays(tx, raId, now, given.to);
  await holdDays(tx, [agentId], given);
  const { usualMinutes } = (await rulePackAt(tx, raId, now)).content.room;
  const near = inTheWay(await ownSittings(tx, agentId, now), now, usualMinutes);
  if (near) throw new SchedulingFailure("next-too-near", { time: near.from });
  const appointment: Appointment = {
    id: newId(now.getTime()),
    orderId: next.orderId,
    raId: next.raId,
    agentId,
    holderCpf: next.holderCpf,
    startsAt,
    endsAt,
    language: next.language,
    attendance: "video",
    siteId: null,
    status: "booked",
    holdExpiresAt: null,
    holdExtended: false,
    releasedReason: null,
    calendarUid: `${newId(now.getTime())}@confere`,
    calendarSequence: 0,
    chainId: null,
    createdAt: now,
    bookedAt: now,
    releasedAt: null,
  };
  await insertAppointment(tx, appointment, given, await isGiven(tx, agentId, given));
  return appointment;
}
