import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf, mayManage } from "../../people/agent.ts";
import { agentById } from "../../people/agent-reads.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { brasilia } from "../../platform/time/brasilia.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { type AgendaException, isExceptionSound, isZone } from "./agenda.ts";
import { replaceException } from "./agenda-store.ts";

/**
 * Makes one day of an agent unlike its weekday: other hours, or none; also opens a holiday. Without `spans` the day goes
 * back to what its weekday says. Appointments already booked stay. Failures: agenda-hours-invalid, not-found,
 * not-allowed (managers of the agent's AR only).
 */
export async function setAgendaDay(
  ctx: Context,
  command: { agentId: string; exception: AgendaException; zone?: string; by: AgentPrincipal },
): Promise<void> {
  const { agentId, exception, zone = brasilia, by } = command;
  if (!isExceptionSound(exception) || !isZone(zone)) throw new SchedulingFailure("agenda-hours-invalid");
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const agent = await agentById(tx, agentId);
    if (!agent) throw new Failure("not-found");
    if (!mayManage(by, agent.raId)) throw new Failure("not-allowed");
    await replaceException(tx, agentId, zone, exception, () => newId(now.getTime()));
    const details = { agentId, zone, day: exception.day, spans: exception.spans ?? null, reason: exception.reason };
    await record(tx, { chain: `ar:${agent.raId}`, act: "agenda.day-set", actor: actorOf(by), details }, now);
  });
}
