import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { productsOf } from "../../../catalog/catalog-reads.ts";
import {
  officeMemberHoursPath,
  officeMemberInvitationPath,
  officeMemberPath,
  officeMemberRolesPath,
  officeMemberSitesPath,
  officeMemberSkillsPath,
  officeTeamPath,
} from "../../../contract/office-addresses.ts";
import { type AgentRole, agentRoles } from "../../../people/agent.ts";
import { agentById, agentsOf } from "../../../people/agent-reads.ts";
import { sitesOf } from "../../../people/authority/site-reads.ts";
import { changeRoles } from "../../../people/team/change-roles.ts";
import { createAgent } from "../../../people/team/create-agent.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { brasilia } from "../../../platform/time/brasilia.ts";
import { type AgendaHours, awayNow } from "../../../scheduling/agenda/agenda.ts";
import { agendaHoursOf, profileOf } from "../../../scheduling/agenda/agenda-reads.ts";
import { setAgendaHours } from "../../../scheduling/agenda/set-agenda-hours.ts";
import { setAgentSites, setAgentSkills } from "../../../scheduling/agenda/set-agent-profile.ts";
import { actsOf } from "../../acts.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { cpf, email, parsed, ticked, words } from "../../staff/form-fields.ts";
import { zones } from "../../staff/time-off-words.ts";
import { hoursText, parseHours, weekdayNames } from "../hours-text.ts";
import { idIn, type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { accessFacts, accessPages } from "./access-pages.ts";
import { AgentView, TeamView } from "./team-view.tsx";

const roleBoxes = Object.fromEntries(agentRoles.map((role) => [`papel-${role}`, ticked])) as Record<
  string,
  typeof ticked
>;
const chosen = (form: Record<string, unknown>): AgentRole[] =>
  agentRoles.filter((role) => form[`papel-${role}`] === true);

const agentForm = z.object({ name: words("Digite o nome completo."), cpf, email, ...roleBoxes });
const rolesForm = z.object(roleBoxes);
const dayForm = (weekday: number) =>
  parsed((text) => parseHours(text, weekday), "Escreva assim: 08:00 às 12:00, 13:00 às 18:00. Vazio = não atende.");
const hoursForm = z.object({
  zone: z.enum(zones.map(([zone]) => zone) as [string, ...string[]], "Escolha o fuso."),
  ...Object.fromEntries(weekdayNames.map((_, weekday) => [`dia-${weekday}`, dayForm(weekday)])),
});

/** The names of ticked boxes that begin with `of`, without it. */
const tickedOf = (body: unknown, of: string): string[] =>
  Object.entries((body ?? {}) as Record<string, unknown>)
    .filter(([name, value]) => name.startsWith(of) && value === "sim")
    .map(([name]) => name.slice(of.length));
const skillsForm = z
  .looseObject({ produtos: z.enum(["todos", "alguns"], "Escolha todos os produtos, ou só os marcados.") })
  .refine((form) => form.produtos === "todos" || tickedOf(form, "produto-").length > 0, {
    message: "Marque pelo menos um produto, ou escolha todos.",
    path: ["escolhidos"],
  })
  .refine((form) => tickedOf(form, "idioma-").length > 0, {
    message: "Marque pelo menos um idioma.",
    path: ["idiomas"],
  });

/** `/office/equipe`: who works here, what each may do, when each attends. */
export function teamPages(app: FastifyInstance, deps: OfficeDeps): void {
  const { ctx } = deps;
  const { page, press } = actsOf(app);
  accessPages(app, deps);

  const reader = (request: FastifyRequest) => officeFrame(ctx, request);
  const manager = (request: FastifyRequest) => officeFrame(ctx, request, "manager");
  const memberFor = (who: "reader" | "manager") => async (request: FastifyRequest) => {
    const frame = await officeFrame(ctx, request, who);
    return { frame, agentId: idIn((request.params as { id: string }).id), saved: isSaved(request) };
  };
  const member = memberFor("manager");
  type Member = Awaited<ReturnType<typeof member>>;
  const back = ({ agentId }: Member) => `${officeMemberPath(agentId)}?guardado=sim`;

  const teamView = async (frame: OfficeFrame, errors?: FormErrors, values?: FormValues) =>
    TeamView({ frame, agents: await agentsOf(ctx.db, frame.who.raId), errors, values });

  /** The page of one agent of this AR; `values` are what came back wrong. */
  const agentView = async ({ frame, agentId, saved }: Member, errors?: FormErrors, values?: FormValues) => {
    const agent = await agentById(ctx.db, agentId);
    if (agent?.raId !== frame.who.raId) throw new Failure("not-found");
    const hours = await agendaHoursOf(ctx.db, agentId);
    const typed = Object.fromEntries(weekdayNames.map((_, weekday) => [`dia-${weekday}`, hoursText(hours, weekday)]));
    const stored = { ...typed, zone: hours[0]?.zone ?? brasilia };
    const profile = await profileOf(ctx.db, agentId);
    const sites = await sitesOf(ctx.db, agent.raId);
    const known = await productsOf(ctx.db, agent.raId, false);
    return AgentView({
      ...{ frame, agent, saved: saved && !errors, errors, values: { ...stored, ...values } },
      access: await accessFacts(ctx, agentId),
      away: awayNow(profile, frame.now),
      sites: sites.map((site) => ({ site, receives: profile.siteIds.includes(site.id) })),
      skills: profile,
      products: known.filter(({ id: of, active }) => active || profile.productIds?.includes(of)),
      typedSkills: values && "produtos" in values ? values : undefined,
    });
  };

  page(officeTeamPath, reader, teamView);
  press(officeTeamPath, {
    guard: manager,
    form: agentForm,
    act: (form, { who }) => {
      const { name, cpf, email } = form;
      return createAgent(ctx, { raId: who.raId, name, cpf, email, roles: chosen(form), by: who });
    },
    to: (_, { agentId }) => officeMemberInvitationPath(agentId),
    again: teamView,
    beside: { "agent-email-taken": "email", "agent-cpf-taken": "cpf", "agent-roles-missing": "roles" },
  });

  page(officeMemberPath, memberFor("reader"), agentView);
  press(officeMemberRolesPath, {
    guard: member,
    form: rolesForm,
    act: (form, { frame, agentId }) => changeRoles(ctx, { agentId, roles: chosen(form), by: frame.who }),
    to: back,
    again: agentView,
    beside: { "agent-roles-missing": "roles" },
  });
  press(officeMemberHoursPath, {
    guard: member,
    form: hoursForm,
    act: (form, { frame, agentId }) => {
      const days = form as unknown as Record<string, AgendaHours[]>;
      const hours = weekdayNames.flatMap((_, weekday) => days[`dia-${weekday}`] ?? []);
      return setAgendaHours(ctx, { agentId, hours, zone: form.zone, by: frame.who });
    },
    to: back,
    again: agentView,
  });
  press(officeMemberSitesPath, {
    guard: member,
    form: z.looseObject({}),
    act: (form, { frame, agentId }) =>
      setAgentSites(ctx, { agentId, siteIds: tickedOf(form, "posto-").map(idIn), by: frame.who }),
    to: back,
  });
  press(officeMemberSkillsPath, {
    guard: member,
    form: skillsForm,
    act: (form, { frame, agentId }) => {
      const productIds = form.produtos === "todos" ? null : tickedOf(form, "produto-").map(idIn);
      return setAgentSkills(ctx, { agentId, productIds, languages: tickedOf(form, "idioma-"), by: frame.who });
    },
    to: back,
    again: agentView,
  });
}

const isSaved = ({ query }: FastifyRequest) => (query as { guardado?: string }).guardado === "sim";
