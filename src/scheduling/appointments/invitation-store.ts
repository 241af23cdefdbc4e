import type { Reader, Transaction } from "../../platform/database.ts";
import type { Appointment } from "./appointment.ts";
import { appointmentColumns } from "./appointment-store.ts";

declare module "../../platform/database.ts" {
  interface Tables {
    declined_invitations: { appointment_id: string; declined_at: Date };
  }
}

/** The booked appointment of an invitation, locked. */
export async function lockInvited(tx: Transaction, calendarUid: string): Promise<Appointment | undefined> {
  return tx
    .selectFrom("appointments")
    .select(appointmentColumns)
    .where("calendar_uid", "=", calendarUid)
    .where("status", "=", "booked")
    .forUpdate()
    .executeTakeFirst();
}

/** The order of an invitation, whatever became of its time since. */
export async function orderInvited(reader: Reader, calendarUid: string): Promise<string | undefined> {
  const found = reader.selectFrom("appointments").select("order_id").where("calendar_uid", "=", calendarUid);
  return (await found.limit(1).executeTakeFirst())?.order_id;
}

/** False where it was declined before. */
export async function insertDecline(tx: Transaction, appointmentId: string, now: Date): Promise<boolean> {
  const result = await tx
    .insertInto("declined_invitations")
    .values({ appointment_id: appointmentId, declined_at: now })
    .onConflict((conflict) => conflict.column("appointment_id").doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** When the holder declined the invitation to this time; undefined: they did not. */
export async function declineOf(reader: Reader, appointmentId: string): Promise<Date | undefined> {
  const found = reader.selectFrom("declined_invitations").select("declined_at");
  return (await found.where("appointment_id", "=", appointmentId).executeTakeFirst())?.declined_at;
}
