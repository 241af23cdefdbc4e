import type { FastifyReply, FastifyRequest } from "fastify";
import type { AgentPrincipal, AgentRole } from "../../people/agent.ts";
import { readSession } from "../../people/read-session.ts";
import type { Context } from "../../platform/context.ts";
import { Failure } from "../../platform/failure.ts";

const cookieName = "confere_agente";

/** The raw session token of the request, or "". */
export function sessionToken(request: FastifyRequest): string {
  return request.cookies[cookieName] ?? "";
}

/** Lax, not Strict: links in the agent's mail must open signed in; changes are guarded by the door's origin check. */
export function keepSession(ctx: Context, reply: FastifyReply, token: string): void {
  const secure = ctx.config.publicUrl.startsWith("https:");
  reply.setCookie(cookieName, token, { path: "/", httpOnly: true, sameSite: "lax", secure });
}

export function dropSession(reply: FastifyReply): void {
  reply.clearCookie(cookieName, { path: "/" });
}

/**
 * The agent signed in on this request, with at least one of `roles` where given.
 * Refuses sign-in-needed (no, ended or half session) and not-allowed (no such role).
 */
export async function requireAgent(
  ctx: Context,
  request: FastifyRequest,
  ...roles: AgentRole[]
): Promise<AgentPrincipal> {
  const agent = await agentOf(ctx, request);
  if (!agent) throw new Failure("sign-in-needed");
  if (roles.length > 0 && !roles.some((role) => agent.roles.includes(role))) throw new Failure("not-allowed");
  return agent;
}

/** The same without refusing: undefined where nobody is wholly signed in. */
export async function agentOf(ctx: Context, request: FastifyRequest): Promise<AgentPrincipal | undefined> {
  const token = sessionToken(request);
  if (token === "") return undefined;
  const session = await readSession(ctx, token);
  return session.state === "whole" ? session.principal : undefined;
}
