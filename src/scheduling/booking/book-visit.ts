import { record } from "../../audit/record.ts";
import { placeInPerson } from "../../orders/draft/place-order.ts";
import type { OrderNumber } from "../../orders/order-number.ts";
import { type OrderPrincipal, orderActor } from "../../orders/order-principal.ts";
import { newId } from "../../platform/ids.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Language } from "../agenda/language.ts";
import { lockHolderAndOpen, markReleased } from "../appointments/appointment-store.ts";
import { takeSlot, withSlotRetries } from "./take-slot.ts";

/**
 * Places an order in person and books its time at the site, both or neither: nothing is held, since nothing is paid here.
 * Again it answers the same number and books nothing. Failures: slot-taken, holder-busy, site-not-served (nobody receives
 * people there any more), and those of `placeInPerson`.
 */
export async function bookVisit(
  ctx: Context,
  command: { orderId: string; startsAt: Date; by: OrderPrincipal; language?: Language | undefined },
): Promise<{ number: OrderNumber }> {
  return withSlotRetries(ctx, async (tx) => {
    const now = ctx.clock.now();
    const { order, number, isNew } = await placeInPerson(ctx, tx, command, now);
    if (!isNew) return { number };
    // What was held for a videoconference before the answer was "no".
    const former = await lockHolderAndOpen(tx, order);
    if (former) await markReleased(tx, former.id, "held", "rescheduled", now);
    const as = { status: "booked", calendarUid: `${newId(now.getTime())}@confere`, calendarSequence: 0 } as const;
    const visit = await takeSlot(tx, order, command.startsAt, now, as, command.language);
    const { id: appointmentId, orderId, startsAt, agentId, siteId } = visit;
    await announce(tx, "appointment.booked", { appointmentId, orderId });
    const details = { appointmentId, startsAt, agentId, siteId };
    const deed = { chain: `order:${orderId}`, act: "appointment.booked", actor: orderActor(command.by) } as const;
    await record(tx, { ...deed, details }, now);
    return { number };
  });
}
