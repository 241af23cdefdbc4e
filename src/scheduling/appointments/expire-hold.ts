import { record } from "../../audit/record.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { cancelJob } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { lockHolder } from "../agenda/agenda-store.ts";
import type { Appointment } from "./appointment.ts";
import { appointmentRow, lockChain, markReleased } from "./appointment-store.ts";

/**
 * Frees a hold whose time is over, and with it the whole chain it is part of: nobody is left with half of it. One that
 * was booked, freed or prolonged meanwhile is left alone.
 */
export async function expireHold(ctx: Context, command: { appointmentId: string }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const due = await appointmentRow(tx, command.appointmentId);
    if (due?.status !== "held") return;
    await lockHolder(tx, due.holderCpf);
    for (const hold of await lockChain(tx, due)) {
      if (hold.status !== "held" || !hold.holdExpiresAt || now < hold.holdExpiresAt) continue;
      await releaseExpired(tx, hold, now);
    }
  });
}

export async function releaseExpired(tx: Transaction, hold: Appointment, now: Date): Promise<void> {
  if (!(await markReleased(tx, hold.id, "held", "hold-expired", now))) return;
  await cancelJob(tx, "scheduling.expire-hold", hold.id);
  const details = { appointmentId: hold.id };
  await record(tx, { chain: `order:${hold.orderId}`, act: "hold.expired", actor: { kind: "system" }, details }, now);
}
