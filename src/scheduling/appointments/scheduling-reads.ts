import type { OrderNumber } from "../../orders/order-number.ts";
import { type Reader, sql, type Transaction } from "../../platform/database.ts";
import type { Language } from "../agenda/language.ts";
import { type Appointment, openOf } from "./appointment.ts";
import { appointmentColumns, appointmentRow } from "./appointment-store.ts";
import { declineOf, orderInvited } from "./invitation-store.ts";

/**
 * The appointment, locked so that no move or release of it commits before the caller's transaction ends: what is
 * written about it meanwhile is true.
 */
export async function appointmentAsItStands(tx: Transaction, id: string): Promise<Appointment | undefined> {
  return tx.selectFrom("appointments").select(appointmentColumns).where("id", "=", id).forShare().executeTakeFirst();
}

/** The order that an invitation is about; undefined: no such invitation. */
export const orderOfInvitation: (reader: Reader, calendarUid: string) => Promise<string | undefined> = orderInvited;

export const declinedAt: (reader: Reader, appointmentId: string) => Promise<Date | undefined> = declineOf;

export const appointmentById: (reader: Reader, id: string) => Promise<Appointment | undefined> = appointmentRow;

/** The order's held or booked appointment. A hold whose time is over counts as none. */
export async function openAppointmentOf(reader: Reader, orderId: string, now: Date): Promise<Appointment | undefined> {
  return openOf(await appointmentsOf(reader, orderId), now);
}

/** The sittings of all orders of a purchase that are to come or took place, in time order. */
export async function sittingsOfPurchase(reader: Reader, purchaseId: string): Promise<Appointment[]> {
  return reader
    .selectFrom("appointments")
    .select(appointmentColumns)
    .where("order_id", "in", (query) => query.selectFrom("orders").select("id").where("purchase_id", "=", purchaseId))
    .where((where) => where.or([where("status", "=", "booked"), where("released_reason", "=", "attended")]))
    .orderBy("during")
    .execute();
}

/** Who has the order's newest time, booked or attended; undefined before one was booked. */
export async function attendingOf(reader: Reader, orderId: string): Promise<string | undefined> {
  const row = await reader
    .selectFrom("appointments")
    .select("agent_id")
    .where("order_id", "=", orderId)
    .where("booked_at", "is not", null)
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.agent_id;
}

/** Every appointment the order ever had, newest first. */
export async function appointmentsOf(reader: Reader, orderId: string): Promise<Appointment[]> {
  return reader
    .selectFrom("appointments")
    .select(appointmentColumns)
    .where("order_id", "=", orderId)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
}

export type AgendaRow = {
  appointmentId: string;
  orderId: string;
  orderNumber: OrderNumber | null;
  applicantName: string | null;
  productName: string;
  agentId: string;
  agentName: string;
  startsAt: Date;
  endsAt: Date;
  language: Language;
  status: Appointment["status"];
  releasedReason: Appointment["releasedReason"];
  /** In person: where; null: by video. */
  siteName: string | null;
};

/** Appointments of an AR (or of one agent) that start in [from, to), in time order; not holds, not those moved away. */
export async function agendaOfDay(
  reader: Reader,
  filter: { raId: string; agentId?: string | undefined; from: Date; to: Date },
): Promise<AgendaRow[]> {
  return reader
    .selectFrom("appointments as p")
    .innerJoin("orders as o", "o.id", "p.order_id")
    .innerJoin("products as c", "c.id", "o.product_id")
    .innerJoin("agents as a", "a.id", "p.agent_id")
    .leftJoin("sites as s", "s.id", "p.site_id")
    .select([
      "p.id as appointmentId",
      "o.id as orderId",
      sql<OrderNumber | null>`o.number`.as("orderNumber"),
      "o.applicant_name as applicantName",
      "c.name as productName",
      "a.id as agentId",
      "a.name as agentName",
      sql<Date>`lower(p.during)`.as("startsAt"),
      sql<Date>`upper(p.during)`.as("endsAt"),
      "p.language",
      "p.status",
      "p.released_reason as releasedReason",
      "s.name as siteName",
    ])
    .where("p.ra_id", "=", filter.raId)
    .where("p.booked_at", "is not", null)
    .where(sql<boolean>`coalesce(p.released_reason, '') not in ('rescheduled', 'cancelled', 'order-cancelled')`)
    .where(sql<boolean>`lower(p.during) >= ${filter.from} and lower(p.during) < ${filter.to}`)
    .$if(filter.agentId !== undefined, (query) => query.where("p.agent_id", "=", filter.agentId ?? ""))
    .orderBy(sql`lower(p.during)`)
    .orderBy("a.name")
    .execute();
}
