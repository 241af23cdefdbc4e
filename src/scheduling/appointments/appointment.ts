import type { Attendance } from "../../orders/order.ts";
import { earlier, later, minuteMs } from "../../platform/time/durations.ts";
import type { Language } from "../agenda/language.ts";

declare module "../../platform/jobs/jobs.ts" {
  interface EventPayloads {
    "appointment.booked": { appointmentId: string; orderId: string };
    "appointment.moved": { appointmentId: string; orderId: string; previousAppointmentId: string };
    /** Only appointments: the end of a mere hold is announced to nobody. */
    "appointment.released": { appointmentId: string; orderId: string; reason: ReleaseReason };
  }
}

export type AppointmentStatus = "held" | "booked" | "released";

export type ReleaseReason =
  | "hold-expired"
  | "rescheduled"
  | "cancelled"
  | "order-cancelled"
  | "attended"
  | "applicant-no-show"
  | "agent-no-show"
  /** The sitting took place and nobody decided in time. */
  | "undecided";

/** One agent's time for one order's holder: held while paying, then booked. */
export type Appointment = {
  id: string;
  orderId: string;
  raId: string;
  agentId: string;
  holderCpf: string;
  startsAt: Date;
  endsAt: Date;
  /** What the agent speaks in it. */
  language: Language;
  attendance: Attendance;
  /** In person: where. */
  siteId: string | null;
  status: AppointmentStatus;
  holdExpiresAt: Date | null;
  holdExtended: boolean;
  releasedReason: ReleaseReason | null;
  /** RFC 5545 UID and SEQUENCE: the invitation keeps its identity over reschedules. */
  calendarUid: string;
  calendarSequence: number;
  /** Shared by those taken one after the other in one act; null: by itself. */
  chainId: string | null;
  createdAt: Date;
  bookedAt: Date | null;
  releasedAt: Date | null;
};

export const appointmentMoves: Record<AppointmentStatus, readonly AppointmentStatus[]> = {
  held: ["booked", "released"],
  booked: ["released"],
  released: [],
};

/** Why the holder may not move or give up this appointment now; undefined = may. */
export function rescheduleRefusal(
  appointment: Appointment,
  now: Date,
  maxReschedules: number,
): "appointment-missing" | "appointment-began" | "reschedule-limit" | undefined {
  if (appointment.status !== "booked") return "appointment-missing";
  if (now >= appointment.startsAt) return "appointment-began";
  return appointment.calendarSequence >= maxReschedules ? "reschedule-limit" : undefined;
}

/** The one that stands at `now`: booked, or held and not yet over. An order has at most one. */
export function openOf(appointments: readonly Appointment[], now: Date): Appointment | undefined {
  return appointments.find(
    ({ status, holdExpiresAt }) => status === "booked" || (status === "held" && holdExpiresAt! > now),
  );
}

/**
 * The time that was lost: its hold ran out, and nothing was taken since. `appointments` are all of one order, newest
 * first. undefined: one stands, or the newest ended in another way.
 */
export function lostHold(appointments: readonly Appointment[], now: Date): Appointment | undefined {
  const [newest] = appointments;
  if (!newest) return undefined;
  const ranOut = newest.status === "held" && newest.holdExpiresAt! <= now;
  return ranOut || newest.releasedReason === "hold-expired" ? newest : undefined;
}

/** How often the holder did not come. An agent's absence is not theirs. */
export function absencesOf(appointments: readonly Pick<Appointment, "releasedReason">[]): number {
  return appointments.filter(({ releasedReason }) => releasedReason === "applicant-no-show").length;
}

/** Why a hold may not get more time; undefined = may. Once, and only while it lives (WCAG 2.2.1). */
export function extensionRefusal(
  appointment: Appointment,
  now: Date,
): "hold-over" | "hold-already-extended" | undefined {
  if (appointment.status !== "held" || !appointment.holdExpiresAt || now >= appointment.holdExpiresAt)
    return "hold-over";
  return appointment.holdExtended ? "hold-already-extended" : undefined;
}

/** When the room of an appointment opens and when its link dies, by the rule pack's minutes. */
export function roomTimes(
  appointment: Pick<Appointment, "startsAt" | "endsAt">,
  room: { opensBeforeMinutes: number; diesAfterMinutes: number },
): { opensAt: Date; diesAt: Date } {
  return {
    opensAt: earlier(appointment.startsAt, room.opensBeforeMinutes * minuteMs),
    diesAt: later(appointment.endsAt, room.diesAfterMinutes * minuteMs),
  };
}
