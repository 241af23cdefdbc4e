import type { FastifyReply, FastifyRequest } from "fastify";
import type { AgentPrincipal, AgentRole } from "../people/agent.ts";
import { PeopleFailure } from "../people/people-failures.ts";
import { readSignIn, type SignInReading } from "../people/sign-in/read-sign-in.ts";
import { Failure } from "../platform/failures/failure.ts";
import type { Context } from "../platform/settings/context.ts";
import { dropCookie, keepCookie, readCookie } from "./cookies.ts";

const name = "confere_agente";

/** The raw sign-in token of the request, or "". */
export const signInToken = (ctx: Context, request: FastifyRequest): string => readCookie(ctx, request, name);

export const keepSignIn = (ctx: Context, reply: FastifyReply, token: string): void =>
  keepCookie(ctx, reply, name, token);

export const dropSignIn = (ctx: Context, reply: FastifyReply): void => dropCookie(ctx, reply, name);

/**
 * The agent signed in on this request, with at least one of `roles` where given.
 * Refuses sign-in-needed (no, ended or half sign-in), desk-locked and not-allowed (no such role).
 */
export async function requireAgent(
  ctx: Context,
  request: FastifyRequest,
  ...roles: AgentRole[]
): Promise<AgentPrincipal> {
  const signedIn = await signInOf(ctx, request);
  if (signedIn.state === "locked") throw new PeopleFailure("desk-locked");
  if (signedIn.state !== "whole") throw new Failure("sign-in-needed");
  const agent = signedIn.principal;
  if (roles.length > 0 && !roles.some((role) => agent.roles.includes(role))) throw new Failure("not-allowed");
  return agent;
}

/** Who this request's cookie is, and in which state. */
export async function signInOf(ctx: Context, request: FastifyRequest): Promise<SignInReading> {
  const token = signInToken(ctx, request);
  return token === "" ? { state: "none" } : readSignIn(ctx, token, { isActivity: isActivity(request) });
}

/** A person opens a page or sends something; pictures, sockets and what a page fetches to look for news are no act. */
function isActivity({ method, headers }: FastifyRequest): boolean {
  if (headers.upgrade !== undefined) return false;
  return method !== "GET" || (headers["sec-fetch-dest"] ?? "document") === "document";
}

/** The same without refusing: undefined where nobody is wholly signed in, or their desk is locked. */
export async function agentOf(ctx: Context, request: FastifyRequest): Promise<AgentPrincipal | undefined> {
  const signedIn = await signInOf(ctx, request);
  return signedIn.state === "whole" ? signedIn.principal : undefined;
}
