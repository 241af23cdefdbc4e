import type { FastifyInstance } from "fastify";
import { z } from "zod";
import {
  officeMemberAgendaDayEndPath,
  officeMemberAgendaDaysPath,
  officeMemberAgendaPath,
} from "../../../contract/office-addresses.ts";
import type { Agent } from "../../../people/agent.ts";
import { agentById } from "../../../people/agent-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { isId } from "../../../platform/ids.ts";
import { dayInBrazil } from "../../../platform/time/brasilia.ts";
import { isDay, isExceptionSound } from "../../../scheduling/agenda/agenda.ts";
import { exceptionsOf, zoneOf } from "../../../scheduling/agenda/agenda-reads.ts";
import { setAgendaDay } from "../../../scheduling/agenda/set-agenda-day.ts";
import { answerForm, type FormErrors, type FormValues } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { parsed, words } from "../../staff/form-fields.ts";
import { memberTimeOff } from "../../staff/time-off-addresses.ts";
import { timeOffForms, timeOffState } from "../../staff/time-off-forms.ts";
import { parseHours } from "../hours-text.ts";
import { type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { AgentAgendaView } from "./agent-agenda-view.tsx";

const dayForm = (today: string) =>
  z
    .object({
      dia: z
        .string()
        .refine(isDay, "Escolha o dia.")
        .refine((day) => !isDay(day) || day >= today, "Escolha um dia que ainda vem."),
      "dia-horas": parsed((text) => parseHours(text, 0), "Escreva assim: 08:00 às 12:00, 13:00 às 18:00."),
      "dia-motivo": words("Diga o motivo."),
    })
    .refine((form) => isExceptionSound({ day: form.dia, spans: form["dia-horas"], reason: form["dia-motivo"] }), {
      message: "Cada faixa precisa começar antes de terminar e não pode cruzar outra.",
      path: ["dia-horas"],
    });

type Address = { Params: { id: string; dia: string }; Querystring: { feito?: string } };

/** `/office/equipe/:id/agenda`: the switch, time off sale and days unlike their weekday of one agent. */
export function agentAgendaPages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  const agentOf = async (frame: OfficeFrame, id: string): Promise<Agent> => {
    const agent = isId(id) ? await agentById(ctx.db, id) : undefined;
    if (agent?.raId !== frame.who.raId) throw new Failure("not-found");
    return agent;
  };
  const view = async (frame: OfficeFrame, agent: Agent, errors?: FormErrors, values?: FormValues, done?: string) => {
    const state = await timeOffState(ctx, agent.id);
    const days = await exceptionsOf(ctx.db, agent.id, dayInBrazil(frame.now));
    return AgentAgendaView({ frame, agent, state, days, done, errors, values });
  };

  app.get<Address>(officeMemberAgendaPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const agent = await agentOf(frame, request.params.id);
    return sendPage(reply, await view(frame, agent, undefined, undefined, request.query.feito));
  });

  timeOffForms(app, ctx, memberTimeOff, async (request) => {
    const frame = await officeFrame(ctx, request, "manager");
    const agent = await agentOf(frame, (request.params as Address["Params"]).id);
    const again = (errors: FormErrors, values: FormValues) => view(frame, agent, errors, values);
    return { by: frame.who, agentId: agent.id, home: officeMemberAgendaPath(agent.id), again };
  });

  app.post<Address>(officeMemberAgendaDaysPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const agent = await agentOf(frame, request.params.id);
    return answerForm(
      reply,
      dayForm(dayInBrazil(frame.now)),
      request.body,
      async (form) => {
        const spans = form["dia-horas"].map(({ opens, closes }) => ({ opens, closes }));
        const exception = { day: form.dia, spans, reason: form["dia-motivo"] };
        const zone = await zoneOf(ctx.db, agent.id);
        await setAgendaDay(ctx, { agentId: agent.id, exception, zone, by: frame.who });
        return reply.redirect(`${officeMemberAgendaPath(agent.id)}?feito=dia`, 303);
      },
      (errors, values) => view(frame, agent, errors, values),
    );
  });

  app.post<Address>(officeMemberAgendaDayEndPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const { id, dia: day } = request.params;
    if (!isId(id) || !isDay(day)) throw new Failure("not-found");
    const exception = { day, spans: undefined, reason: "de volta à semana" };
    await setAgendaDay(ctx, { agentId: id, exception, by: frame.who });
    return reply.redirect(`${officeMemberAgendaPath(id)}?feito=normal`, 303);
  });
}
