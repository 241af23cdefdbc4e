import type { Transaction } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { profileOf } from "./agenda-views.ts";
import { changeAgent, lockAppointment } from "./appointment-store.ts";

/**
 * Gives a booked appointment to another agent at the same time, within the caller's transaction, whatever that agent's
 * hours: who takes it is there, and must speak its language. The database refuses an agent with another appointment in that time; the caller turns
 * `agent_has_one_appointment_at_a_time` into agent-not-free. Failures: appointment-missing, language-not-spoken.
 */
export async function handOverAppointment(
  tx: Transaction,
  command: { appointmentId: string; agentId: string },
): Promise<void> {
  const appointment = await lockAppointment(tx, command.appointmentId);
  if (appointment?.status !== "booked") throw new Failure("appointment-missing");
  const { languages } = await profileOf(tx, command.agentId);
  if (!languages.includes(appointment.language)) throw new Failure("language-not-spoken");
  await changeAgent(tx, appointment.id, command.agentId);
}
