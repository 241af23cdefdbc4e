import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type AgentPrincipal, actorOf, maySuspend } from "../agent.ts";
import { lockAgent, setSuspended } from "../agent-store.ts";
import { deleteSignInsOf } from "../signed-in-store.ts";

/** Closes an agent's access at once (or opens it again); sign-ins end in the same transaction. Idempotent. */
export async function suspendAgent(
  ctx: Context,
  command: { agentId: string; suspended: boolean; by: AgentPrincipal },
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const agent = await lockAgent(tx, command.agentId);
    if (!agent) throw new Failure("not-found");
    if (!maySuspend(command.by, agent)) throw new Failure("not-allowed");
    if ((agent.suspendedAt !== null) === command.suspended) return;
    await setSuspended(tx, agent.id, command.suspended ? now : null);
    await deleteSignInsOf(tx, agent.id);
    const act = command.suspended ? "agent.suspended" : "agent.restored";
    const details = { agentId: agent.id };
    await record(tx, { chain: `ar:${agent.raId}`, act, actor: actorOf(command.by), details }, now);
  });
}
