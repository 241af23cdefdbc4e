import { record } from "../../audit/record.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newToken, sha256Hex } from "../../platform/ids.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { dayMs, later } from "../../platform/time/durations.ts";
import { type AgentPrincipal, actorOf, type Installation, mayManage } from "../agent.ts";
import { insertInvitation, lockAgent } from "../agent-store.ts";
import { PeopleFailure } from "../people-failures.ts";

declare module "../../platform/jobs/jobs.ts" {
  interface EventPayloads {
    /** A one-time link for somebody of an AR, to their own e-mail and nowhere else. */
    "agent.invited": { agentId: string; sealedToken: string; begunByName: string | null };
    /** Somebody asked that a colleague's keys go (src/people/passkeys/ask-passkey-removal.ts). */
    "agent.keys-asked": { removalId: string; agentId: string; askedBy: string; takesEffectAt: string | null };
  }
}

const invitationMs = 3 * dayMs;

/**
 * A fresh one-time link for an agent (first password, or a forgotten one) to their e-mail; earlier links stop working.
 * Nobody else sees it, since whoever had it could sign in as that agent. Failures: not-found, not-allowed,
 * agent-suspended, invitation-needs-mail.
 */
export async function inviteAgent(ctx: Context, command: { agentId: string; by: AgentPrincipal }): Promise<void> {
  const { agentId, by } = command;
  await transact(ctx.db, async (tx) => {
    const agent = await lockAgent(tx, agentId);
    if (!agent) throw new Failure("not-found");
    if (!mayManage(by, agent.raId)) throw new Failure("not-allowed");
    if (agent.suspendedAt) throw new PeopleFailure("agent-suspended");
    await mailInvitation(ctx, tx, agentId, by);
    const details = { agentId, isNew: agent.hasPassword };
    await record(tx, { chain: `ar:${agent.raId}`, act: "agent.invited", actor: actorOf(by), details }, ctx.clock.now());
  });
}

/**
 * The link goes out by mail in the caller's transaction. Failures: invitation-needs-mail where no mail goes out at all.
 */
export async function mailInvitation(
  ctx: Context,
  tx: Transaction,
  agentId: string,
  by: Pick<AgentPrincipal, "id" | "name">,
): Promise<void> {
  // Without a mail server every manager of the installation would read it at /caixa.
  if (!ctx.config.smtpUrl && !ctx.config.demo) throw new PeopleFailure("invitation-needs-mail");
  const token = await inviteIn(ctx, tx, agentId, by.id);
  const sealedToken = ctx.secrets.seal(token).toString("base64");
  await announce(tx, "agent.invited", { agentId, sealedToken, begunByName: by.id === agentId ? null : by.name });
}

/** The start's own link for an account of the demo story. */
export async function openAgentLink(
  ctx: Context,
  command: { agentId: string; by: Installation },
): Promise<{ invitationToken: string }> {
  return transact(ctx.db, async (tx) => ({ invitationToken: await inviteIn(ctx, tx, command.agentId, null) }));
}

/** Token of a new invitation; `agentId` null invites the installation's first manager; `begunBy` null: the start itself. */
export async function inviteIn(
  ctx: Context,
  tx: Transaction,
  agentId: string | null,
  begunBy: string | null,
): Promise<string> {
  const now = ctx.clock.now();
  const token = newToken();
  const expiresAt = later(now, invitationMs);
  await insertInvitation(tx, { tokenHash: sha256Hex(token), agentId, begunBy, expiresAt }, now);
  return token;
}
