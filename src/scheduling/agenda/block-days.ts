import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf, mayManage } from "../../people/agent.ts";
import { agentById } from "../../people/agent-reads.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { areDaysSound, areHoursSound, daysThrough } from "./agenda.ts";
import { zoneOf } from "./agenda-reads.ts";
import { insertBlocks, type NewBlock } from "./agenda-store.ts";
import { momentAt } from "./wall-clock.ts";

/**
 * Takes days off sale by the clock of the agent's week: whole ones (vacation), or the same hours of each of them (a
 * break, taken back as one). Appointments already in them stay. The agent or a manager.
 * Failures: not-allowed, agenda-time-invalid, not-found.
 */
export async function blockDays(
  ctx: Context,
  command: {
    agentId: string;
    fromDay: string;
    throughDay: string;
    /** "12:00" to "13:00": a break. Absent: the whole days. */
    daily?: { opens: string; closes: string };
    reason: string;
    by: AgentPrincipal;
  },
): Promise<void> {
  const { agentId, fromDay, throughDay, daily, reason, by } = command;
  const sound = areDaysSound(fromDay, throughDay) && areHoursSound(daily ? [{ weekday: 0, ...daily }] : []);
  if (!sound || reason.trim() === "") throw new SchedulingFailure("agenda-time-invalid");
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const agent = await agentById(tx, agentId);
    if (!agent) throw new Failure("not-found");
    if (by.id !== agentId && !mayManage(by, agent.raId)) throw new Failure("not-allowed");
    const zone = await zoneOf(tx, agentId);
    const kind = daily ? "break" : "vacation";
    const block = (from: Date, to: Date): NewBlock => ({ id: newId(now.getTime()), agentId, from, to, reason, kind });
    const blocks = daily
      ? daysThrough(fromDay, throughDay).map((day) =>
          block(momentAt(day, daily.opens, zone), momentAt(day, daily.closes, zone)),
        )
      : [block(momentAt(fromDay, "00:00", zone), momentAt(throughDay, "24:00", zone))];
    await insertBlocks(tx, blocks, now, daily ? { series: newId(now.getTime()) } : {});
    const details = { agentId, fromDay, throughDay, daily: daily ?? null, zone, reason, kind };
    await record(tx, { chain: `ar:${agent.raId}`, act: "agenda.blocked", actor: actorOf(by), details }, now);
  });
}
