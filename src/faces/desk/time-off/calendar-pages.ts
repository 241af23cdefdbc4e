import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import {
  agendaFeedPath,
  deskAgendaFeedEndPath,
  deskAgendaFeedPath,
  deskAgendaPath,
  deskCalendarFilePath,
  deskCalendarRemovalPath,
  deskCalendarSourcePath,
  deskPath,
} from "../../../contract/desk-addresses.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { isId } from "../../../platform/ids.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { dayMs, later, minuteMs } from "../../../platform/time/durations.ts";
import { addCalendar, removeCalendar } from "../../../scheduling/calendars/add-calendar.ts";
import { calendarLimits } from "../../../scheduling/calendars/calendar.ts";
import { feedText } from "../../../scheduling/calendars/calendar-feed.ts";
import { calendarTextOf } from "../../../scheduling/calendars/calendar-lines.ts";
import { agentOfFeed, calendarsOf, feedEvents, feedSince } from "../../../scheduling/calendars/calendar-reads.ts";
import { closeFeed, openFeed } from "../../../scheduling/calendars/open-feed.ts";
import { SchedulingFailure } from "../../../scheduling/scheduling-failures.ts";
import { answerForm, type FormErrors, type FormValues } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { requireAgent } from "../../signed-in-agent.ts";
import { ownTimeOff } from "../../staff/time-off-addresses.ts";
import { timeOffForms, timeOffState } from "../../staff/time-off-forms.ts";
import { type DeskDeps, type DeskFrame, deskFrame } from "../desk-page.tsx";
import { CalendarView } from "./calendar-view.tsx";

const addressForm = z.object({
  nome: z.string().trim().min(2, "Dê um nome à agenda.").max(60, "Nome longo demais."),
  endereco: z.string().trim().min(8, "Cole o endereço da agenda.").max(2000, "Endereço longo demais."),
});
type Back = { errors?: FormErrors; values?: FormValues; feedUrl?: string; done?: string | undefined };

async function view(ctx: Context, frame: DeskFrame, back: Back = {}) {
  const { id } = frame.agent;
  const calendars = await calendarsOf(ctx.db, id);
  const state = await timeOffState(ctx, id);
  return CalendarView({ frame, calendars, feedSince: await feedSince(ctx.db, id), state, ...back });
}

/** An agent's own time: the switch "not now", what is off sale, what calendars say (in) and the feed (out). */
export function calendarPages(app: FastifyInstance, { ctx }: DeskDeps): void {
  app.get<{ Querystring: { feito?: string } }>(deskAgendaPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request, "agent");
    return sendPage(reply, await view(ctx, frame, { done: request.query.feito }));
  });

  timeOffForms(app, ctx, ownTimeOff, async (request) => {
    const frame = await deskFrame(ctx, request, "agent");
    const again = (errors: FormErrors, values: FormValues) => view(ctx, frame, { errors, values });
    return { by: frame.agent, agentId: frame.agent.id, home: deskAgendaPath(), again };
  });

  app.post(deskCalendarSourcePath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request, "agent");
    return answerForm(
      reply,
      addressForm,
      request.body,
      async ({ nome, endereco }) => {
        await addCalendar(ctx, { by: frame.agent, name: nome, source: { url: endereco } });
        return reply.redirect(deskAgendaPath(), 303);
      },
      (errors, values) => view(ctx, frame, { errors, values }),
      { "calendar-address-wrong": "endereco" },
    );
  });

  const limit = { config: { rateLimit: { max: 20, timeWindow: minuteMs } } };
  app.post(deskCalendarFilePath.route, limit, async (request, reply) => {
    const frame = await deskFrame(ctx, request, "agent");
    try {
      const { name, text } = await fileOf(request);
      await addCalendar(ctx, { by: frame.agent, name, source: { text } });
      return reply.redirect(deskAgendaPath(), 303);
    } catch (error) {
      if (!(error instanceof Failure) || error.status === 403) throw error;
      const errors = { arquivo: `${error.title} ${error.advice}` };
      return sendPage(reply, await view(ctx, frame, { errors }), error.status);
    }
  });

  app.post<{ Params: { id: string } }>(deskCalendarRemovalPath.route, async (request, reply) => {
    const by = await requireAgent(ctx, request, "agent");
    if (!isId(request.params.id)) throw new Failure("not-found");
    await removeCalendar(ctx, { by, calendarId: request.params.id });
    return reply.redirect(deskAgendaPath(), 303);
  });

  app.post(deskAgendaFeedPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request, "agent");
    const { token } = await openFeed(ctx, { by: frame.agent });
    return sendPage(reply, await view(ctx, frame, { feedUrl: `${ctx.config.publicUrl}${agendaFeedPath(token)}` }));
  });

  app.post(deskAgendaFeedEndPath.route, async (request, reply) => {
    await closeFeed(ctx, { by: await requireAgent(ctx, request, "agent") });
    return reply.redirect(deskAgendaPath(), 303);
  });

  const often = { config: { rateLimit: { max: 60, timeWindow: minuteMs } } };
  app.get<{ Params: { token: string } }>(agendaFeedPath.route, often, async (request, reply) => {
    const agent = await agentOfFeed(ctx.db, request.params.token);
    if (!agent) throw new Failure("not-found");
    const now = ctx.clock.now();
    const at = (days: number) => later(now, days * dayMs);
    const events = await feedEvents(ctx.db, agent.id, at(-30), at(90));
    const text = feedText(agent.name, events, `${ctx.config.publicUrl}${deskPath()}`, now);
    return reply.type("text/calendar; charset=utf-8").header("cache-control", "private, no-store").send(text);
  });
}

/** The one file of the form, cut one byte above the limit, so that the reader names it. */
async function fileOf(request: FastifyRequest): Promise<{ name: string; text: string }> {
  if (!request.isMultipart()) throw new Failure("form-invalid");
  const file = await request.file({
    throwFileSizeLimit: false,
    limits: { fileSize: calendarLimits.bytes + 1, files: 1 },
  });
  const content = await file?.toBuffer();
  if (!content || content.length === 0) throw new SchedulingFailure("calendar-unreadable");
  return { name: (file?.filename || "Arquivo").slice(0, 60), text: calendarTextOf(content) };
}
