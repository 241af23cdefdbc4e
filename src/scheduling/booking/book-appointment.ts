import type { Actor } from "../../audit/audit-chain.ts";
import { record } from "../../audit/record.ts";
import { orderActor } from "../../orders/order-principal.ts";
import { PaymentsFailure } from "../../payments/payments-failures.ts";
import { paymentOf } from "../../payments/payments-reads.ts";
import type { Transaction } from "../../platform/database.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Appointment } from "../appointments/appointment.ts";
import { refuseAfterAbsences } from "../appointments/refuse-after-absences.ts";
import { endWaitOf } from "../line/walk-in-store.ts";
import { type Row, takeInRow } from "./take-in-row.ts";

/**
 * Books a slot for an order, paid or in person, that has none (chosen later, or again after a no-show or a lost hold). A holder who
 * stayed away as often as the rules forgive books through the AR. Failures: no-show-limit {times}, order-not-paid,
 * appointment-already-booked, slot-taken, holder-busy, order-is-cancelled, not-found.
 */
export async function bookAppointment(
  ctx: Context,
  command: Omit<Row, "orderIds"> & { orderId: string },
): Promise<Appointment> {
  const [appointment] = await bookAppointments(ctx, { ...command, orderIds: [command.orderId] });
  return appointment!;
}

/**
 * Books slots one after the other, with one agent, for several paid orders of one holder: all or none.
 * Failures: those of `bookAppointment`, chain-invalid (holders or ARs differ, an order twice) and chain-too-long.
 */
export function bookAppointments(ctx: Context, row: Row): Promise<Appointment[]> {
  const actor = orderActor(row.by);
  return takeInRow(ctx, row, {
    status: "booked",
    refuse: async (tx, order, now) => {
      // In person it is paid at the site.
      if (order.attendance === "video" && !(await paymentOf(tx, order.id))) throw new PaymentsFailure("order-not-paid");
      if (actor.kind === "applicant") await refuseAfterAbsences(tx, order, now);
    },
    follow: async (tx, appointment, now) => {
      await endWaitOf(tx, appointment.orderId, now);
      await tell(tx, appointment, actor, now);
    },
  });
}

async function tell(tx: Transaction, appointment: Appointment, actor: Actor, now: Date): Promise<void> {
  const { id: appointmentId, orderId, startsAt, agentId } = appointment;
  await announce(tx, "appointment.booked", { appointmentId, orderId });
  const details = { appointmentId, startsAt, agentId };
  await record(tx, { chain: `order:${orderId}`, act: "appointment.booked", actor, details }, now);
}
