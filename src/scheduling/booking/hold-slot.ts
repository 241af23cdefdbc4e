import { record } from "../../audit/record.ts";
import type { Order } from "../../orders/order.ts";
import { mayActOn, type OrderPrincipal, orderActor } from "../../orders/order-principal.ts";
import { OrdersFailure } from "../../orders/orders-failures.ts";
import { orderById } from "../../orders/orders-reads.ts";
import type { Transaction } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import { cancelJob, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Language } from "../agenda/language.ts";
import type { Appointment } from "../appointments/appointment.ts";
import { lockHolderAndOpen, markReleased } from "../appointments/appointment-store.ts";
import { dropWish } from "../line/walk-in-store.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { takeSlots, withSlotRetries } from "./take-slot.ts";

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
  command: { orderId: string; startsAt: Date; by: OrderPrincipal; language?: Language | undefined },
): Promise<Appointment> {
  const [hold] = await holdSlots(ctx, { ...command, orderIds: [command.orderId] });
  return hold!;
}

/**
 * Holds slots one after the other, with one agent, for several orders of one holder: the first order first, all or none.
 * Failures: those of `holdSlot`, chain-invalid (holders or ARs differ, an order twice) and chain-too-long.
 */
export async function holdSlots(
  ctx: Context,
  command: { orderIds: readonly string[]; startsAt: Date; by: OrderPrincipal; language?: Language | undefined },
): Promise<Appointment[]> {
  const { orderIds, startsAt, by, language } = command;
  if (orderIds.length === 0 || new Set(orderIds).size < orderIds.length) throw new SchedulingFailure("chain-invalid");
  return withSlotRetries(ctx, async (tx) => {
    const now = ctx.clock.now();
    const orders: Order[] = [];
    for (const orderId of orderIds) orders.push(await freeOfHold(tx, orderId, by, now));
    const as = () => ({ status: "held", calendarUid: `${newId(now.getTime())}@confere`, calendarSequence: 0 }) as const;
    const holds = await takeSlots(
      tx,
      orders.map((order) => ({ order, as: as() })),
      startsAt,
      now,
      language,
    );
    for (const hold of holds) {
      await dropWish(tx, hold.orderId);
      await keep(tx, hold, by, now);
    }
    return holds;
  });
}

/** The order, with whatever it held before let go. */
async function freeOfHold(tx: Transaction, orderId: string, by: OrderPrincipal, now: Date): Promise<Order> {
  const order = await orderById(tx, orderId);
  if (!order || !mayActOn(by, order)) throw new Failure("not-found");
  if (order.cancelledAt) throw new OrdersFailure("order-is-cancelled");
  if (order.attendance === "in-person") throw new OrdersFailure("order-in-person");
  const former = await lockHolderAndOpen(tx, order);
  if (former?.status === "booked") throw new SchedulingFailure("appointment-already-booked");
  if (!former) return order;
  await markReleased(tx, former.id, "held", "rescheduled", now);
  await cancelJob(tx, "scheduling.expire-hold", former.id);
  return order;
}

/** The job that ends the hold, and the entry that tells of it. */
async function keep(tx: Transaction, hold: Appointment, by: OrderPrincipal, now: Date): Promise<void> {
  const { id: appointmentId, orderId, startsAt, agentId } = hold;
  const startAt = hold.holdExpiresAt ?? now;
  await enqueue(tx, "scheduling.expire-hold", { appointmentId }, { startAt, key: appointmentId, isNew: true });
  const details = { appointmentId, startsAt, agentId };
  await record(tx, { chain: `order:${orderId}`, act: "slot.held", actor: orderActor(by), details }, now);
}
