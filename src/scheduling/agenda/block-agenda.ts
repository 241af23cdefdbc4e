import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf, mayManage } from "../../people/agent.ts";
import { agentById } from "../../people/agent-reads.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { SchedulingFailure } from "../scheduling-failures.ts";
import { type BlockKind, isPeriodSound } from "./agenda.ts";
import { insertBlocks } from "./agenda-store.ts";

/**
 * Takes an agent's time off sale (a meeting, a break, vacation); appointments already in it stay and are seen by the
 * office. An agent blocks their own time, a manager anybody's. Failures: not-allowed, agenda-time-invalid, not-found.
 */
export async function blockAgenda(
  ctx: Context,
  command: {
    agentId: string;
    from: Date;
    to: Date;
    reason: string;
    kind?: Exclude<BlockKind, "calendar">;
    by: AgentPrincipal;
  },
): Promise<void> {
  const { agentId, from, to, reason, kind = "block", by } = command;
  if (!isPeriodSound(from, to)) throw new SchedulingFailure("agenda-time-invalid");
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const agent = await agentById(tx, agentId);
    if (!agent) throw new Failure("not-found");
    if (by.id !== agentId && !mayManage(by, agent.raId)) throw new Failure("not-allowed");
    await insertBlocks(tx, [{ id: newId(now.getTime()), agentId, from, to, reason, kind }], now);
    const details = { agentId, from, to, reason, kind };
    await record(tx, { chain: `ar:${agent.raId}`, act: "agenda.blocked", actor: actorOf(by), details }, now);
  });
}
