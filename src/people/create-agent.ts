import { record } from "../audit/record.ts";
import type { Context } from "../platform/context.ts";
import { type Transaction, transact } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { newId } from "../platform/ids.ts";
import type { Cpf } from "../platform/taxpayer-id.ts";
import { type AgentPrincipal, type AgentRole, actorOf, type Installation, mayManage } from "./agent.ts";
import { insertAgent } from "./agent-store.ts";
import { inviteIn } from "./invite-agent.ts";

export type CreateAgent = {
  raId: string;
  name: string;
  cpf: Cpf;
  email: string;
  roles: AgentRole[];
  by: AgentPrincipal | Installation;
};

/**
 * A new agent without password, and the token of the one-time link that sets it (shown once, stored as hash).
 * Refuses not-allowed, agent-email-taken, agent-cpf-taken.
 */
export async function createAgent(
  ctx: Context,
  command: CreateAgent,
): Promise<{ agentId: string; invitationToken: string }> {
  if (command.by !== "installation" && !mayManage(command.by, command.raId)) throw new Failure("not-allowed");
  return transact(ctx.db, async (tx) => {
    const agentId = await createAgentIn(ctx, tx, command);
    return { agentId, invitationToken: await inviteIn(ctx, tx, agentId) };
  });
}

/** The same inside the caller's transaction, without an invitation. */
export async function createAgentIn(ctx: Context, tx: Transaction, command: CreateAgent): Promise<string> {
  const now = ctx.clock.now();
  const id = newId(now.getTime());
  const { raId, cpf } = command;
  const roles = [...new Set(command.roles)];
  if (roles.length === 0) throw new Failure("agent-roles-missing", {}, "roles");
  const email = command.email.trim().toLowerCase();
  const name = command.name.trim();
  await insertAgent(tx, { id, raId, name, cpf, email, roles, suspendedAt: null, hasPassword: false }, now);
  const details = { agentId: id, roles };
  await record(tx, { chain: `ar:${raId}`, act: "agent.created", actor: actorOf(command.by), details }, now);
  return id;
}
