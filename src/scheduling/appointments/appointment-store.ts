import type { Attendance } from "../../orders/order.ts";
import { type Generated, type Reader, sql, type Transaction } from "../../platform/database.ts";
import type { Language } from "../agenda/language.ts";
import type { Interval } from "../agenda/slot-chain.ts";
import type { Appointment, AppointmentStatus, ReleaseReason } from "./appointment.ts";

type AppointmentRow = {
  id: string;
  order_id: string;
  ra_id: string;
  agent_id: string;
  holder_cpf: string;
  during: string;
  /** `during` and the product's pauses, in whole cells. */
  occupied: Generated<string>;
  language: Generated<Language>;
  attendance: Generated<Attendance>;
  site_id: string | null;
  status: AppointmentStatus;
  hold_expires_at: Date | null;
  hold_extended: boolean;
  released_reason: ReleaseReason | null;
  calendar_uid: string;
  calendar_sequence: number;
  chain_id: string | null;
  /** Attended at once beside time that the agent had given already; no constraint on the agent's time applies to it. */
  beside: Generated<boolean>;
  created_at: Date;
  booked_at: Date | null;
  released_at: Date | null;
};

declare module "../../platform/database.ts" {
  interface Tables {
    appointments: AppointmentRow;
  }
}

/** Every column, with the range as its two ends. */
export const appointmentColumns = [
  "id",
  "order_id as orderId",
  "ra_id as raId",
  "agent_id as agentId",
  "holder_cpf as holderCpf",
  sql<Date>`lower(during)`.as("startsAt"),
  sql<Date>`upper(during)`.as("endsAt"),
  "language",
  "attendance",
  "site_id as siteId",
  "status",
  "hold_expires_at as holdExpiresAt",
  "hold_extended as holdExtended",
  "released_reason as releasedReason",
  "calendar_uid as calendarUid",
  "calendar_sequence as calendarSequence",
  "chain_id as chainId",
  "created_at as createdAt",
  "booked_at as bookedAt",
  "released_at as releasedAt",
] as const;

const open = ["held", "booked"] as const;

/** Locks the holder, so that it is one act at a time for one person, and then as `lockOpenAppointment`. */
export async function lockHolderAndOpen(
  tx: Transaction,
  order: { id: string; cpf: string | null },
): Promise<Appointment | undefined> {
  return tx
    .selectFrom(sql<AppointmentRow>`agenda_lock_open(${order.cpf}, ${order.id})`.as("appointments"))
    .select(appointmentColumns)
    .executeTakeFirst();
}

/** The order's held or booked appointment, locked until the transaction ends. */
export async function lockOpenAppointment(tx: Transaction, orderId: string): Promise<Appointment | undefined> {
  return tx
    .selectFrom("appointments")
    .select(appointmentColumns)
    .where("order_id", "=", orderId)
    .where("status", "in", open)
    .forUpdate()
    .executeTakeFirst();
}

/**
 * The appointment with all that were taken in one act with it, locked until the transaction ends; the first one first.
 * The caller has locked the holder.
 */
export async function lockChain(tx: Transaction, { id, chainId }: Appointment): Promise<Appointment[]> {
  return tx
    .selectFrom("appointments")
    .select(appointmentColumns)
    .where((where) => (chainId ? where("chain_id", "=", chainId) : where("id", "=", id)))
    .orderBy("during")
    .forUpdate()
    .execute();
}

export async function openAppointmentRow(reader: Reader, orderId: string): Promise<Appointment | undefined> {
  return reader
    .selectFrom("appointments")
    .select(appointmentColumns)
    .where("order_id", "=", orderId)
    .where("status", "in", open)
    .executeTakeFirst();
}

export async function lockAppointment(tx: Transaction, id: string): Promise<Appointment | undefined> {
  return tx.selectFrom("appointments").select(appointmentColumns).where("id", "=", id).forUpdate().executeTakeFirst();
}

/**
 * Throws the database's own error when a constraint refuses; `take-slot.ts` reads it. `beside`: it was not sold as free
 * time, but is attended now although its agent's time is given already (see `isGiven`).
 */
export async function insertAppointment(
  tx: Transaction,
  appointment: Appointment,
  occupied: Interval,
  beside = false,
): Promise<void> {
  await tx
    .insertInto("appointments")
    .values({
      id: appointment.id,
      order_id: appointment.orderId,
      ra_id: appointment.raId,
      agent_id: appointment.agentId,
      holder_cpf: appointment.holderCpf,
      during: sql`tstzrange(${appointment.startsAt}, ${appointment.endsAt}, '[)')`,
      occupied: sql`tstzrange(${occupied.from}, ${occupied.to}, '[)')`,
      language: appointment.language,
      attendance: appointment.attendance,
      site_id: appointment.siteId,
      status: appointment.status,
      hold_expires_at: appointment.holdExpiresAt,
      hold_extended: appointment.holdExtended,
      calendar_uid: appointment.calendarUid,
      calendar_sequence: appointment.calendarSequence,
      chain_id: appointment.chainId,
      beside,
      created_at: appointment.createdAt,
      booked_at: appointment.bookedAt,
    })
    .execute();
}

/** held -> booked; false when it is held no longer. */
export async function markBooked(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const result = await tx
    .updateTable("appointments")
    .set({ status: "booked", booked_at: now, hold_expires_at: null })
    .where("id", "=", id)
    .where("status", "=", "held")
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** `from` -> released; false when it is in another state by now. */
export async function markReleased(
  tx: Transaction,
  id: string,
  from: "held" | "booked",
  reason: ReleaseReason,
  now: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable("appointments")
    .set({ status: "released", released_reason: reason, released_at: now })
    .where("id", "=", id)
    .where("status", "=", from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/**
 * Gives it to another agent; where that agent's time is given already, it stands beside that. The caller holds the days
 * of both.
 */
export async function changeAgent(tx: Transaction, id: string, agentId: string): Promise<void> {
  await sql`update appointments a set agent_id = ${agentId}, beside = exists (select from appointments b
      where b.agent_id = ${agentId} and b.id <> a.id and b.status in ('held', 'booked') and b.occupied && a.occupied)
    where a.id = ${id} and a.status = 'booked'`.execute(tx);
}

/**
 * Holds the days of these agents until the transaction ends: nobody sells their time meanwhile, and no other sitting is
 * taken on by them.
 */
export async function holdDays(tx: Transaction, agentIds: readonly string[], during: Interval): Promise<void> {
  await sql`select agenda_hold_days(${[...agentIds]}::uuid[], tstzrange(${during.from}, ${during.to}))`.execute(tx);
}

/** Whether any of this agent's time in `occupied` is given already. */
export async function isGiven(tx: Transaction, agentId: string, occupied: Interval): Promise<boolean> {
  const { rows } = await sql`select from appointments where agent_id = ${agentId} and status in ('held', 'booked')
    and occupied && tstzrange(${occupied.from}, ${occupied.to}) limit 1`.execute(tx);
  return rows.length > 0;
}

export async function prolongHold(tx: Transaction, id: string, expiresAt: Date): Promise<void> {
  await tx
    .updateTable("appointments")
    .set({ hold_expires_at: expiresAt, hold_extended: true })
    .where("id", "=", id)
    .where("status", "=", "held")
    .execute();
}

export async function appointmentRow(reader: Reader, id: string): Promise<Appointment | undefined> {
  return reader.selectFrom("appointments").select(appointmentColumns).where("id", "=", id).executeTakeFirst();
}
