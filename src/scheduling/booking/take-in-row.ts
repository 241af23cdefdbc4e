import type { Order } from "../../orders/order.ts";
import { mayActOn, type OrderPrincipal } from "../../orders/order-principal.ts";
import { OrdersFailure } from "../../orders/orders-failures.ts";
import { orderById } from "../../orders/orders-reads.ts";
import type { Transaction } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import { cancelJob } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Language } from "../agenda/language.ts";
import type { Appointment } from "../appointments/appointment.ts";
import { lockHolderAndOpen, markReleased } from "../appointments/appointment-store.ts";
import { dropWish } from "../line/walk-in-store.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { takeSlots, withSlotRetries } from "./take-slot.ts";

export type Row = {
  /** Of one holder, in the order in which they are attended. */
  orderIds: readonly string[];
  startsAt: Date;
  by: OrderPrincipal;
  language?: Language | undefined;
};

/**
 * Takes slots one after the other, with one agent, for several orders of one holder, in place of what they held: all or none.
 * `refuse`: what else must be so of each order. `follow`: what each slot taken brings with it.
 * Failures: those of `refuse`, not-found, order-is-cancelled, appointment-already-booked, chain-invalid (holders or ARs
 * differ, an order twice), chain-too-long, slot-taken, holder-busy, hold-limit.
 */
export async function takeInRow(
  ctx: Context,
  { orderIds, startsAt, by, language }: Row,
  how: {
    status: "held" | "booked";
    refuse(tx: Transaction, order: Order, now: Date): Promise<void>;
    follow(tx: Transaction, appointment: Appointment, now: Date): Promise<void>;
  },
): Promise<Appointment[]> {
  if (orderIds.length === 0 || new Set(orderIds).size < orderIds.length) throw new SchedulingFailure("chain-invalid");
  return withSlotRetries(ctx, async (tx) => {
    const now = ctx.clock.now();
    const wanted = [];
    for (const orderId of orderIds) {
      const order = await orderById(tx, orderId);
      if (!order || !mayActOn(by, order)) throw new Failure("not-found");
      if (order.cancelledAt) throw new OrdersFailure("order-is-cancelled");
      await how.refuse(tx, order, now);
      await letGo(tx, order, now);
      const calendarUid = `${newId(now.getTime())}@confere`;
      wanted.push({ order, as: { status: how.status, calendarUid, calendarSequence: 0 } });
    }
    const taken = await takeSlots(tx, wanted, startsAt, now, language);
    for (const appointment of taken) {
      await dropWish(tx, appointment.orderId);
      await how.follow(tx, appointment, now);
    }
    return taken;
  });
}

/** Whatever the order held before is free again. */
async function letGo(tx: Transaction, order: Order, now: Date): Promise<void> {
  const former = await lockHolderAndOpen(tx, order);
  if (former?.status === "booked") throw new SchedulingFailure("appointment-already-booked");
  if (!former) return;
  await markReleased(tx, former.id, "held", "rescheduled", now);
  await cancelJob(tx, "scheduling.expire-hold", former.id);
}
