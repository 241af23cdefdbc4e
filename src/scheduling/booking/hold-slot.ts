import { record } from "../../audit/record.ts";
import { type OrderPrincipal, orderActor } from "../../orders/order-principal.ts";
import { OrdersFailure } from "../../orders/orders-failures.ts";
import type { Transaction } from "../../platform/database.ts";
import { enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Appointment } from "../appointments/appointment.ts";
import { type Row, takeInRow } from "./take-in-row.ts";

declare module "../../platform/jobs/jobs.ts" {
  interface JobPayloads {
    "scheduling.expire-hold": { appointmentId: string };
  }
}

/**
 * Holds a slot for an order that is not paid yet, in place of the one it held before. The hold ends by itself.
 * Failures: slot-taken, holder-busy, hold-limit, appointment-already-booked, order-is-cancelled, order-in-person
 * (nothing to pay, so nothing to hold), purchase-incomplete, not-found.
 */
export async function holdSlot(
  ctx: Context,
  command: Omit<Row, "orderIds"> & { orderId: string },
): Promise<Appointment> {
  const [hold] = await holdSlots(ctx, { ...command, orderIds: [command.orderId] });
  return hold!;
}

/**
 * Holds slots one after the other, with one agent, for several orders of one holder: the first order first, all or none.
 * Failures: those of `holdSlot`, chain-invalid (holders or ARs differ, an order twice) and chain-too-long.
 */
export function holdSlots(ctx: Context, row: Row): Promise<Appointment[]> {
  return takeInRow(ctx, row, {
    status: "held",
    refuse: async (_tx, order) => {
      if (order.attendance === "in-person") throw new OrdersFailure("order-in-person");
    },
    follow: (tx, hold, now) => keep(tx, hold, row.by, now),
  });
}

/** The job that ends the hold, and the entry that tells of it. */
async function keep(tx: Transaction, hold: Appointment, by: OrderPrincipal, now: Date): Promise<void> {
  const { id: appointmentId, orderId, startsAt, agentId } = hold;
  const startAt = hold.holdExpiresAt ?? now;
  await enqueue(tx, "scheduling.expire-hold", { appointmentId }, { startAt, key: appointmentId, isNew: true });
  const details = { appointmentId, startsAt, agentId };
  await record(tx, { chain: `order:${orderId}`, act: "slot.held", actor: orderActor(by), details }, now);
}
