import { minuteMs } from "../../platform/time/durations.ts";
import { agentLateFrom, type Room } from "../../rooms/room.ts";
import type { Appointment } from "../../scheduling/appointments/appointment.ts";

declare module "../../platform/jobs/jobs.ts" {
  interface JobPayloads {
    "watch.attendance": { appointmentId: string };
  }
}

type AttendanceRules = { agentLateMinutes: number; applicantLateMinutes: number };

type AttendanceVerdict =
  | { kind: "settled" }
  | { kind: "agent-late" }
  | { kind: "applicant-absent" }
  | { kind: "look-again"; at: Date };

/**
 * Who is missing, by what the room knows: the agent by the one rule of rooms; the holder is absent where nobody knocked
 * by `applicantLateMinutes`.
 */
export function judgeAttendance(
  appointment: Pick<Appointment, "status" | "startsAt">,
  room: Pick<Room, "closedAt" | "lobby" | "admission">,
  rules: AttendanceRules,
  now: Date,
): AttendanceVerdict {
  // Any decision at the door means that an agent was there.
  if (appointment.status !== "booked" || room.closedAt || room.admission) return { kind: "settled" };
  const lateFrom = agentLateFrom({ ...room, startsAt: appointment.startsAt }, rules.agentLateMinutes);
  if (lateFrom) return now >= lateFrom ? { kind: "agent-late" } : { kind: "look-again", at: lateFrom };
  const start = appointment.startsAt.getTime();
  const absentAt = start + rules.applicantLateMinutes * minuteMs;
  if (now.getTime() >= absentAt) return { kind: "applicant-absent" };
  const next = Math.max(start + rules.agentLateMinutes * minuteMs, now.getTime() + minuteMs);
  return { kind: "look-again", at: new Date(Math.min(next, absentAt)) };
}
