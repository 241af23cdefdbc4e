import { record } from "../audit/record.ts";
import type { Context } from "../platform/context.ts";
import { type Transaction, transact } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { newToken, sha256Hex } from "../platform/ids.ts";
import { type AgentPrincipal, actorOf, type Installation, mayManage } from "./agent.ts";
import { insertInvitation, lockAgent } from "./agent-store.ts";

const invitationMs = 3 * 24 * 3_600_000;

/** A fresh one-time link for an agent (first password, or a forgotten one); earlier links stop working. */
export async function inviteAgent(
  ctx: Context,
  command: { agentId: string; by: AgentPrincipal | Installation },
): Promise<{ invitationToken: string }> {
  return transact(ctx.db, async (tx) => {
    const agent = await lockAgent(tx, command.agentId);
    if (!agent) throw new Failure("not-found");
    if (command.by !== "installation" && !mayManage(command.by, agent.raId)) throw new Failure("not-allowed");
    if (agent.suspendedAt) throw new Failure("agent-suspended");
    const invitationToken = await inviteIn(ctx, tx, agent.id);
    await record(
      tx,
      { chain: `ar:${agent.raId}`, act: "agent.invited", actor: actorOf(command.by), details: { agentId: agent.id } },
      ctx.clock.now(),
    );
    return { invitationToken };
  });
}

/** Token of a new invitation; `agentId` null invites the installation's first manager. */
export async function inviteIn(ctx: Context, tx: Transaction, agentId: string | null): Promise<string> {
  const now = ctx.clock.now();
  const token = newToken();
  const expiresAt = new Date(now.getTime() + invitationMs);
  await insertInvitation(tx, { tokenHash: sha256Hex(token), agentId, expiresAt }, now);
  return token;
}
