import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf, mayManage } from "../../people/agent.ts";
import { agentById } from "../../people/agent-reads.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { blockById, deleteBlock, deleteSeries } from "./agenda-store.ts";

/**
 * Puts blocked time back on sale; a break of each day, on all its days. What a calendar says is taken back in that calendar, not here.
 * Failures: not-found, not-allowed (the agent or a manager of the AR).
 */
export async function unblockAgenda(ctx: Context, command: { blockId: string; by: AgentPrincipal }): Promise<void> {
  const { blockId, by } = command;
  await transact(ctx.db, async (tx) => {
    const block = await blockById(tx, blockId);
    const agent = block && (await agentById(tx, block.agentId));
    if (!block || !agent || block.kind === "calendar") throw new Failure("not-found");
    if (by.id !== agent.id && !mayManage(by, agent.raId)) throw new Failure("not-allowed");
    if (block.series) await deleteSeries(tx, block.series);
    else await deleteBlock(tx, blockId);
    const details = { agentId: agent.id, from: block.from, to: block.to, series: block.series };
    const deed = { chain: `ar:${agent.raId}`, act: "agenda.unblocked", actor: actorOf(by), details } as const;
    await record(tx, deed, ctx.clock.now());
  });
}
