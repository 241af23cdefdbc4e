import { agentById } from "../../people/agent-reads.ts";
import type { Transaction } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { profileOf } from "../agenda/agenda-reads.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { changeAgent, holdDays, lockAppointment } from "./appointment-store.ts";

/**
 * Gives a booked appointment to another agent at the same time, within the caller's transaction. That agent's hours and
 * own appointments are no obstacle, for whoever takes it is there and was told of them; but they must speak its
 * language. Where their time was given already, it stands beside that (0144_sittings_beside.sql). Failures:
 * appointment-missing, not-allowed (they are the holder), language-not-spoken.
 */
export async function handOverAppointment(
  tx: Transaction,
  command: { appointmentId: string; agentId: string },
): Promise<void> {
  const appointment = await lockAppointment(tx, command.appointmentId);
  if (appointment?.status !== "booked") throw new SchedulingFailure("appointment-missing");
  const { id, agentId, language, startsAt, endsAt, holderCpf } = appointment;
  if ((await agentById(tx, command.agentId))?.cpf === holderCpf) throw new Failure("not-allowed");
  const { languages } = await profileOf(tx, command.agentId);
  if (!languages.includes(language)) throw new SchedulingFailure("language-not-spoken");
  await holdDays(tx, [agentId, command.agentId], { from: startsAt, to: endsAt });
  await changeAgent(tx, id, command.agentId);
}
