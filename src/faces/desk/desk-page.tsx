import type { FastifyRequest } from "fastify";
import type { ComponentChildren } from "preact";
import type { AgentPrincipal, AgentRole } from "../../people/agent.ts";
import { registrationAuthority } from "../../people/authority/registration-authority-reads.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { FormErrors } from "../form.ts";
import { requireAgent } from "../signed-in-agent.ts";
import { type DeskSection, deskNav } from "../staff/desk-nav.ts";
import { ErrorSummary } from "../ui/components.tsx";
import { DeskLayout } from "../ui/layout.tsx";

export type DeskDeps = { ctx: Context };

/** Who looks at the page, and in which AR. */
export type DeskFrame = { agent: AgentPrincipal; raName: string; demo: boolean };

/** Refuses as `requireAgent` does. */
export async function deskFrame(ctx: Context, request: FastifyRequest, ...roles: AgentRole[]): Promise<DeskFrame> {
  const agent = await requireAgent(ctx, request, ...roles);
  const ra = await registrationAuthority(ctx.db, agent.raId);
  return { agent, raName: ra?.name ?? "", demo: ctx.config.demo };
}

export function DeskPage(props: {
  frame: DeskFrame;
  title: string;
  section: DeskSection;
  children: ComponentChildren;
  islands?: string[];
  sheets?: string[];
  bare?: boolean;
  refresh?: number;
  address?: string;
  errors?: FormErrors | undefined;
}) {
  const { frame, section, errors, children, ...layout } = props;
  const attends = frame.agent.roles.includes("agent");
  const signedIn = { name: frame.agent.name, raName: frame.raName };
  return (
    <DeskLayout {...layout} signedIn={signedIn} nav={deskNav(frame.agent, section)} attends={attends}>
      <ErrorSummary errors={errors} />
      {children}
    </DeskLayout>
  );
}
