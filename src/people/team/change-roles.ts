import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type AgentPrincipal, type AgentRole, actorOf, mayManage } from "../agent.ts";
import { lockAgent, setRoles } from "../agent-store.ts";
import { PeopleFailure } from "../people-failures.ts";

/** What an agent may do from the next request on. A manager keeps the manager's role on themselves. */
export async function changeRoles(
  ctx: Context,
  command: { agentId: string; roles: AgentRole[]; by: AgentPrincipal },
): Promise<void> {
  const roles = [...new Set(command.roles)];
  if (roles.length === 0) throw new PeopleFailure("agent-roles-missing");
  await transact(ctx.db, async (tx) => {
    const agent = await lockAgent(tx, command.agentId);
    if (!agent) throw new Failure("not-found");
    if (!mayManage(command.by, agent.raId)) throw new Failure("not-allowed");
    if (agent.id === command.by.id && !roles.includes("manager")) throw new Failure("not-allowed");
    await setRoles(tx, agent.id, roles);
    const details = { agentId: agent.id, from: agent.roles, to: roles };
    await record(
      tx,
      { chain: `ar:${agent.raId}`, act: "agent.roles-changed", actor: actorOf(command.by), details },
      ctx.clock.now(),
    );
  });
}
