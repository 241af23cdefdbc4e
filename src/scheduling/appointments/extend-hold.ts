import { record } from "../../audit/record.ts";
import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { mayActOn, type OrderPrincipal } from "../../orders/order-principal.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later, minuteMs } from "../../platform/time/durations.ts";
import { lockHolder } from "../agenda/agenda-store.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { type Appointment, extensionRefusal } from "./appointment.ts";
import { lockChain, openAppointmentRow, prolongHold } from "./appointment-store.ts";

/** Gives a living hold more time, once, and as much to those held in one act with it. Failures: hold-over, hold-already-extended. */
export async function extendHold(
  ctx: Context,
  command: { orderId: string; by: OrderPrincipal },
): Promise<{ expiresAt: Date }> {
  return transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const known = await openAppointmentRow(tx, command.orderId);
    if (!known || !mayActOn(command.by, { id: known.orderId, raId: known.raId }))
      throw new SchedulingFailure("hold-over");
    await lockHolder(tx, known.holderCpf);
    const chain = await lockChain(tx, known);
    const hold = chain.find(({ id }) => id === known.id);
    const refusal = hold ? extensionRefusal(hold, now) : "hold-over";
    if (!hold?.holdExpiresAt || refusal) throw new SchedulingFailure(refusal ?? "hold-over");
    const { booking } = (await rulePackAt(tx, hold.raId, now)).content;
    const expiresAt = later(hold.holdExpiresAt, booking.holdExtensionMinutes * minuteMs);
    for (const one of chain.filter(({ status }) => status === "held")) await prolong(tx, one, expiresAt, now);
    return { expiresAt };
  });
}

async function prolong(tx: Transaction, hold: Appointment, expiresAt: Date, now: Date): Promise<void> {
  const { id: appointmentId, orderId } = hold;
  await prolongHold(tx, appointmentId, expiresAt);
  await enqueue(tx, "scheduling.expire-hold", { appointmentId }, { startAt: expiresAt, key: appointmentId });
  const details = { appointmentId, expiresAt };
  await record(tx, { chain: `order:${orderId}`, act: "hold.extended", actor: { kind: "applicant" }, details }, now);
}
