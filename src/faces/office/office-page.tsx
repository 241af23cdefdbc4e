import type { FastifyRequest } from "fastify";
import type { ComponentChildren } from "preact";
import { deskPath, deskTasksPath } from "../../contract/desk-addresses.ts";
import {
  officeAgendaPath,
  officeAuditPath,
  officeAuthorityPath,
  officeCertificatesPath,
  officeDevicesPath,
  officeDossiersPath,
  officeIrregularitiesPath,
  officeMailsPath,
  officePath,
  officePaymentsPath,
  officeProductsPath,
  officeTeamPath,
} from "../../contract/office-addresses.ts";
import type { SealSigner } from "../../dossiers/seal-signer.ts";
import type { CertificationAuthorities } from "../../issuance/certification-authority.ts";
import { type AgentPrincipal, mayManage } from "../../people/agent.ts";
import type { RegistrationAuthority } from "../../people/authority/registration-authority.ts";
import { registrationAuthority } from "../../people/authority/registration-authority-reads.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { isId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { requireAgent } from "../signed-in-agent.ts";
import { DeskLayout, type NavLink } from "../ui/layout.tsx";

/** What the office's pages lean on; the signer knows the roots that a seal must end in. */
export type OfficeDeps = { ctx: Context; signer: SealSigner; authorities: CertificationAuthorities };

/** Who looks, in which AR, and whether forms that change things are shown (the use cases decide again). */
export type OfficeFrame = {
  who: AgentPrincipal;
  ra: RegistrationAuthority;
  manages: boolean;
  /** A bank is connected: holders pay on the site. */
  paysOnline: boolean;
  now: Date;
};

/** Managers and auditors only; with "manager", managers only. Refuses as `requireAgent` does. */
export async function officeFrame(
  ctx: Context,
  request: FastifyRequest,
  who: "reader" | "manager" = "reader",
): Promise<OfficeFrame> {
  const agent = await requireAgent(ctx, request, ...(who === "manager" ? ["manager" as const] : readers));
  const ra = await registrationAuthority(ctx.db, agent.raId);
  if (!ra) throw new Failure("not-found");
  const paysOnline = ctx.config.paymentProvider !== undefined;
  return { who: agent, ra, manages: mayManage(agent, agent.raId), paysOnline, now: ctx.clock.now() };
}

const readers = ["manager", "auditor"] as const;

const sections = [
  ["day", officePath(), "Hoje"],
  ["agenda", officeAgendaPath(), "Agenda"],
  ["mails", officeMailsPath(), "E-mails"],
  ["team", officeTeamPath(), "Equipe"],
  ["products", officeProductsPath(), "Produtos"],
  ["payments", officePaymentsPath(), "Pagamentos"],
  ["devices", officeDevicesPath(), "Mídias"],
  ["dossiers", officeDossiersPath(), "Dossiês"],
  ["certificates", officeCertificatesPath(), "Certificados"],
  ["cases", officeIrregularitiesPath(), "Casos"],
  ["audit", officeAuditPath(), "Auditoria"],
  ["authority", officeAuthorityPath(), "Dados da AR"],
] as const;

type OfficeSection = (typeof sections)[number][0];

function navOf({ who }: OfficeFrame, current: OfficeSection): NavLink[] {
  const links = sections.map(([key, href, text]) => ({ href, text, current: key === current }));
  const attends = who.roles.includes("agent") || who.roles.includes("verifier");
  const tasks = { href: deskTasksPath(), text: "Tarefas" };
  return attends ? [...links, tasks, { href: deskPath(), text: "Mesa" }] : [...links, tasks];
}

export function OfficePage(props: {
  frame: OfficeFrame;
  section: OfficeSection;
  title: string;
  children: ComponentChildren;
  refresh?: number;
  islands?: string[];
}) {
  const { frame, section, title, children, refresh, islands } = props;
  return (
    <DeskLayout
      title={title}
      home={officePath()}
      sheets={["office.css"]}
      nav={navOf(frame, section)}
      signedIn={{ name: frame.who.name, raName: frame.ra.name }}
      attends={frame.who.roles.includes("agent")}
      {...(refresh ? { refresh } : {})}
      {...(islands ? { islands } : {})}
    >
      {children}
    </DeskLayout>
  );
}

/** The id in an address, as the database writes it. Failure not-found: an address that names no row asks it nothing. */
export function idIn(text: string): string {
  if (!isId(text)) throw new Failure("not-found");
  return text.toLowerCase();
}
