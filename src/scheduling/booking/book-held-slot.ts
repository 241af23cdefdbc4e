import { record } from "../../audit/record.ts";
import { paymentOf } from "../../payments/payments-reads.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { announce, cancelJob } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { lockHolder } from "../agenda/agenda-store.ts";
import type { Appointment } from "../appointments/appointment.ts";
import { lockChain, markBooked, openAppointmentRow } from "../appointments/appointment-store.ts";
import { releaseExpired } from "../appointments/expire-hold.ts";

/**
 * Turns the hold of an order that was just paid into its appointment, and those held in one act with it for other paid
 * orders: all or none. The money is here, so a hold that ran out moments ago still counts while nobody took its time,
 * and so does a slot that began while its holder was paying. Nothing happens without a hold, or where it ended and its
 * time has begun; where another took a time out of the chain, the rest is let go. The order's page then asks for a
 * time.
 */
export async function bookHeldSlot(ctx: Context, command: { orderId: string }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const known = await openAppointmentRow(tx, command.orderId);
    if (known?.status !== "held") return;
    await lockHolder(tx, known.holderCpf);
    const paid = await paidOf(tx, await lockChain(tx, known), known.orderId);
    const holds = paid.filter(({ status }) => status === "held");
    const first = holds[0];
    if (!first?.holdExpiresAt || (now >= first.startsAt && now >= first.holdExpiresAt)) return;
    const isBroken = paid.some(({ releasedReason }) => releasedReason === "hold-expired");
    for (const hold of holds) await (isBroken ? releaseExpired(tx, hold, now) : book(tx, hold, now));
  });
}

/** Of a chain, the times of the order that was just paid and of the others that are. */
async function paidOf(tx: Transaction, chain: readonly Appointment[], justPaid: string): Promise<Appointment[]> {
  const paid: Appointment[] = [];
  for (const one of chain) if (one.orderId === justPaid || (await paymentOf(tx, one.orderId))) paid.push(one);
  return paid;
}

async function book(tx: Transaction, hold: Appointment, now: Date): Promise<void> {
  if (!(await markBooked(tx, hold.id, now))) return;
  const { id: appointmentId, orderId, startsAt, agentId } = hold;
  await cancelJob(tx, "scheduling.expire-hold", appointmentId);
  await announce(tx, "appointment.booked", { appointmentId, orderId });
  const details = { appointmentId, startsAt, agentId };
  await record(tx, { chain: `order:${orderId}`, act: "appointment.booked", actor: { kind: "system" }, details }, now);
}
