import { record } from "../../audit/record.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Cpf } from "../../platform/taxpayer-id.ts";
import { type AgentPrincipal, type AgentRole, actorOf, type Installation, mayManage } from "../agent.ts";
import { insertAgent } from "../agent-store.ts";
import { insertTie } from "../agent-tie-store.ts";
import { PeopleFailure } from "../people-failures.ts";
import { inviteIn, mailInvitation } from "../sign-in/invite-agent.ts";

type CreateAgent = {
  raId: string;
  name: string;
  cpf: Cpf;
  email: string;
  roles: AgentRole[];
  by: AgentPrincipal | Installation;
};

/**
 * A new agent without password; the one-time link that sets it goes to their e-mail, and only the start itself is given
 * its token. Failures: not-allowed, agent-email-taken, agent-cpf-taken (one person, one account),
 * invitation-needs-mail.
 */
export async function createAgent(
  ctx: Context,
  command: CreateAgent & { by: Installation },
): Promise<{ agentId: string; invitationToken: string }>;
export async function createAgent(ctx: Context, command: CreateAgent): Promise<{ agentId: string }>;
export async function createAgent(
  ctx: Context,
  command: CreateAgent,
): Promise<{ agentId: string; invitationToken?: string }> {
  const { by } = command;
  if (by !== "installation" && !mayManage(by, command.raId)) throw new Failure("not-allowed");
  return transact(ctx.db, async (tx) => {
    const agentId = await createAgentIn(ctx, tx, command);
    if (by === "installation") return { agentId, invitationToken: await inviteIn(ctx, tx, agentId, null) };
    await mailInvitation(ctx, tx, agentId, by);
    return { agentId };
  });
}

/** The same inside the caller's transaction, without an invitation. */
export async function createAgentIn(ctx: Context, tx: Transaction, command: CreateAgent): Promise<string> {
  const now = ctx.clock.now();
  const id = newId(now.getTime());
  const { raId, cpf } = command;
  const roles = [...new Set(command.roles)];
  if (roles.length === 0) throw new PeopleFailure("agent-roles-missing");
  const email = command.email.trim().toLowerCase();
  const name = command.name.trim();
  await insertAgent(tx, { id, raId, name, cpf, email, roles, suspendedAt: null, hasPassword: false }, now);
  if (command.by !== "installation") await insertTie(tx, { agentId: id, madeBy: command.by.id, kind: "created" }, now);
  const details = { agentId: id, roles };
  await record(tx, { chain: `ar:${raId}`, act: "agent.created", actor: actorOf(command.by), details }, now);
  return id;
}
