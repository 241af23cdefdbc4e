import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { productsOf } from "../../../catalog/catalog-reads.ts";
import {
  officeMemberHoursPath,
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
import { type AgendaHours, awayNow } from "../../../scheduling/agenda/agenda.ts";
import { agendaHoursOf, profileOf } from "../../../scheduling/agenda/agenda-reads.ts";
import { setAgendaHours } from "../../../scheduling/agenda/set-agenda-hours.ts";
import { setAgentSites, setAgentSkills } from "../../../scheduling/agenda/set-agent-profile.ts";
import { answerForm, type FormErrors, type FormValues } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { cpf, email, parsed, ticked, words } from "../../staff/form-fields.ts";
import { zones } from "../../staff/time-off-words.ts";
import { hoursText, parseHours, weekdayNames } from "../hours-text.ts";
import { idIn, type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { accessFacts, accessPages } from "./access-pages.ts";
import { InvitedView } from "./access-view.tsx";
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

type Address = { Params: { id: string }; Querystring: { guardado?: string } };

/** `/office/equipe`: who works here, what each may do, when each attends. */
export function teamPages(app: FastifyInstance, deps: OfficeDeps): void {
  const { ctx } = deps;
  accessPages(app, deps);
  const teamView = async (frame: OfficeFrame, errors?: FormErrors, values?: FormValues) =>
    TeamView({ frame, agents: await agentsOf(ctx.db, frame.who.raId), errors, values });

  /** The page of one agent of this AR; `values` are what came back wrong. */
  const agentView = async (frame: OfficeFrame, id: string, errors?: FormErrors, values?: FormValues, saved = false) => {
    const agent = await agentById(ctx.db, id);
    if (agent?.raId !== frame.who.raId) throw new Failure("not-found");
    const hours = await agendaHoursOf(ctx.db, id);
    const typed = Object.fromEntries(weekdayNames.map((_, weekday) => [`dia-${weekday}`, hoursText(hours, weekday)]));
    const stored = { ...typed, zone: hours[0]?.zone ?? "America/Sao_Paulo" };
    const profile = await profileOf(ctx.db, id);
    const sites = await sitesOf(ctx.db, agent.raId);
    const known = await productsOf(ctx.db, agent.raId, false);
    return AgentView({
      ...{ frame, agent, saved, errors, values: { ...stored, ...values } },
      access: await accessFacts(ctx, id),
      away: awayNow(profile, frame.now),
      sites: sites.map((site) => ({ site, receives: profile.siteIds.includes(site.id) })),
      skills: profile,
      products: known.filter(({ id: of, active }) => active || profile.productIds?.includes(of)),
      typedSkills: values && "produtos" in values ? values : undefined,
    });
  };

  app.get(officeTeamPath.route, async (request, reply) =>
    sendPage(reply, await teamView(await officeFrame(ctx, request))),
  );

  app.post(officeTeamPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    return answerForm(
      reply,
      agentForm,
      request.body,
      async (form) => {
        const { name, cpf: id, email: address } = form;
        const command = { raId: frame.who.raId, name, cpf: id, email: address, roles: chosen(form), by: frame.who };
        await createAgent(ctx, command);
        return sendPage(reply, InvitedView({ frame, name, email: address }));
      },
      (errors, values) => teamView(frame, errors, values),
      { "agent-email-taken": "email", "agent-cpf-taken": "cpf", "agent-roles-missing": "roles" },
    );
  });

  app.get<Address>(officeMemberPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const saved = request.query.guardado === "sim";
    return sendPage(reply, await agentView(frame, idIn(request.params.id), undefined, undefined, saved));
  });

  app.post<Address>(officeMemberRolesPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const agentId = idIn(request.params.id);
    return answerForm(
      reply,
      rolesForm,
      request.body,
      async (form) => {
        await changeRoles(ctx, { agentId, roles: chosen(form), by: frame.who });
        return back(reply, agentId);
      },
      (errors, values) => agentView(frame, agentId, errors, values),
      { "agent-roles-missing": "roles" },
    );
  });

  app.post<Address>(officeMemberHoursPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const agentId = idIn(request.params.id);
    return answerForm(
      reply,
      hoursForm,
      request.body,
      async (form) => {
        const days = form as unknown as Record<string, AgendaHours[]>;
        const hours = weekdayNames.flatMap((_, weekday) => days[`dia-${weekday}`] ?? []);
        await setAgendaHours(ctx, { agentId, hours, zone: form.zone, by: frame.who });
        return back(reply, agentId);
      },
      (errors, values) => agentView(frame, agentId, errors, values),
    );
  });

  app.post<Address>(officeMemberSitesPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const agentId = idIn(request.params.id);
    const siteIds = tickedOf(request.body, "posto-").map(idIn);
    await setAgentSites(ctx, { agentId, siteIds, by: frame.who });
    return back(reply, agentId);
  });

  app.post<Address>(officeMemberSkillsPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const agentId = idIn(request.params.id);
    return answerForm(
      reply,
      skillsForm,
      request.body,
      async (form) => {
        const productIds = form.produtos === "todos" ? null : tickedOf(form, "produto-").map(idIn);
        await setAgentSkills(ctx, { agentId, productIds, languages: tickedOf(form, "idioma-"), by: frame.who });
        return back(reply, agentId);
      },
      (errors, values) => agentView(frame, agentId, errors, values),
    );
  });
}

function back(reply: FastifyReply, agentId: string): FastifyReply {
  return reply.redirect(`${officeMemberPath(agentId)}?guardado=sim`, 303);
}
