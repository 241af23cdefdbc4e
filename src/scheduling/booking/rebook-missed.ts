import { record } from "../../audit/record.ts";
import { OrdersFailure } from "../../orders/orders-failures.ts";
import { orderById } from "../../orders/orders-reads.ts";
import type { Transaction } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import { lockHolder } from "../agenda/agenda-store.ts";
import type { Appointment } from "../appointments/appointment.ts";
import { lockAppointment, lockOpenAppointment, markReleased } from "../appointments/appointment-store.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { takeSlot } from "./take-slot.ts";

/**
 * Another time in place of an appointment whose agent did not come, within the caller's transaction: no limit of moves,
 * and the hour having begun is no obstacle. The old time ends as agent-no-show; where it has ended already, the new one
 * is booked beside it. Run it by `withSlotRetries`. Failures: slot-taken, holder-busy, appointment-already-booked,
 * order-is-cancelled, not-found.
 */
export async function rebookMissed(
  tx: Transaction,
  command: { appointmentId: string; startsAt: Date },
  now: Date,
): Promise<Appointment> {
  const missed = await lockAppointment(tx, command.appointmentId);
  const order = missed && (await orderById(tx, missed.orderId));
  if (!missed || !order) throw new Failure("not-found");
  if (order.cancelledAt) throw new OrdersFailure("order-is-cancelled");
  if (order.cpf) await lockHolder(tx, order.cpf);
  const stood = missed.status === "booked" && (await markReleased(tx, missed.id, "booked", "agent-no-show", now));
  if (!stood && (await lockOpenAppointment(tx, order.id))) throw new SchedulingFailure("appointment-already-booked");
  const identity = stood
    ? { calendarUid: missed.calendarUid, calendarSequence: missed.calendarSequence + 1 }
    : { calendarUid: `${newId(now.getTime())}@confere`, calendarSequence: 0 };
  const as = { status: "booked", ...identity } as const;
  const appointment = await takeSlot(tx, order, command.startsAt, now, as, missed.language);
  const { id: appointmentId, orderId, startsAt, agentId } = appointment;
  if (stood) await announce(tx, "appointment.moved", { appointmentId, orderId, previousAppointmentId: missed.id });
  else await announce(tx, "appointment.booked", { appointmentId, orderId });
  const details = { appointmentId, startsAt, agentId, from: missed.startsAt, previousAppointmentId: missed.id };
  const act = stood ? "appointment.moved" : "appointment.booked";
  await record(tx, { chain: `order:${orderId}`, act, actor: { kind: "applicant" }, details }, now);
  return appointment;
}
