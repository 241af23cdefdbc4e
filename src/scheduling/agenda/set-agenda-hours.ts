import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf, type Installation, mayManage } from "../../people/agent.ts";
import { agentById } from "../../people/agent-reads.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { brasilia } from "../../platform/time/brasilia.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { type AgendaHours, areHoursSound, isZone } from "./agenda.ts";
import { replaceHours } from "./agenda-store.ts";

/**
 * Sets an agent's whole week, local time of `zone` (São Paulo by default). Appointments already booked stay.
 * Failures: not-allowed (managers of the agent's AR only), agenda-hours-invalid, not-found.
 */
export async function setAgendaHours(
  ctx: Context,
  command: { agentId: string; hours: AgendaHours[]; zone?: string; by: AgentPrincipal | Installation },
): Promise<void> {
  const { agentId, hours, zone = brasilia, by } = command;
  if (!areHoursSound(hours) || !isZone(zone)) throw new SchedulingFailure("agenda-hours-invalid");
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const agent = await agentById(tx, agentId);
    if (!agent) throw new Failure("not-found");
    if (by !== "installation" && !mayManage(by, agent.raId)) throw new Failure("not-allowed");
    await replaceHours(
      tx,
      agentId,
      zone,
      hours.map((range) => ({ ...range, id: newId(now.getTime()) })),
    );
    const details = { agentId, hours, zone };
    await record(tx, { chain: `ar:${agent.raId}`, act: "agenda.hours-set", actor: actorOf(by), details }, now);
  });
}
