import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { productsOf } from "../../../catalog/catalog-reads.ts";
import { officeAgendaPath, officeAppointmentMovePath } from "../../../contract/office-addresses.ts";
import { orderById } from "../../../orders/orders-reads.ts";
import type { Agent } from "../../../people/agent.ts";
import { agentsOf } from "../../../people/agent-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { isId } from "../../../platform/ids.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { dayInBrazil, momentInBrasilia } from "../../../platform/time/brasilia.ts";
import { dayMs, later, minuteMs } from "../../../platform/time/durations.ts";
import { sittingsOfAppointments } from "../../../proofing/sitting-reads.ts";
import { blocksOf, speakersOf } from "../../../scheduling/agenda/agenda-reads.ts";
import { findSlots } from "../../../scheduling/agenda/find-slots.ts";
import type { Language } from "../../../scheduling/agenda/language.ts";
import type { Interval } from "../../../scheduling/agenda/slot-chain.ts";
import { agendaOfDay, appointmentById } from "../../../scheduling/appointments/scheduling-reads.ts";
import { moveAppointment } from "../../../scheduling/booking/move-appointment.ts";
import { answerForm, type FormErrors } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { sittingOutcome } from "../../sitting-outcome.ts";
import { parseLocalTime } from "../../staff/form-fields.ts";
import { noonOf } from "../../ui/dates.ts";
import { type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { type AgendaColumn, AgendaView } from "./agenda-view.tsx";
import { MoveView } from "./move-view.tsx";

const mostAgents = 12;
const moveForm = z.object({
  inicio: z.coerce.date("Escolha um horário da lista."),
  agente: z.uuid("Escolha um agente."),
});

type Query = { Querystring: { dia?: string; agente?: string } };

/** Agents who attend in this AR, by name. */
async function attending(ctx: Context, raId: string): Promise<Agent[]> {
  return (await agentsOf(ctx.db, raId)).filter(({ roles, suspendedAt }) => roles.includes("agent") && !suspendedAt);
}

/** Where one agent could take this product: the starts at which nobody else is counted on. */
async function freeStarts(
  ctx: Context,
  wish: { productId: string; siteId: string | null; language?: Language; holderCpf?: string },
  agent: Agent,
  others: Agent[],
  window: Interval,
) {
  const without = others.filter(({ id }) => id !== agent.id).map(({ id }) => id);
  const { productId, ...wanted } = wish;
  const query = { ...wanted, productIds: [productId], window, without };
  return (await findSlots(ctx.db, query, ctx.clock.now())).map(({ startsAt }) => startsAt);
}

async function column(ctx: Context, frame: OfficeFrame, agent: Agent, others: Agent[], day: string, title: string) {
  const from = momentInBrasilia(`${day}T00:00`);
  const window = { from, to: later(from, dayMs) };
  const [product] = await productsOf(ctx.db, frame.who.raId);
  const rows = await agendaOfDay(ctx.db, { raId: frame.who.raId, agentId: agent.id, ...window });
  const sittings = await sittingsOfAppointments(
    ctx.db,
    rows.map(({ appointmentId }) => appointmentId),
  );
  const told = rows.map((row) => ({ ...row, outcome: sittingOutcome(row, sittings.get(row.appointmentId)) }));
  const blocks = (await blocksOf(ctx.db, agent.id, frame.now)).filter(
    (block) => block.from < window.to && block.to > window.from,
  );
  const free = product ? await freeStarts(ctx, { productId: product.id, siteId: null }, agent, others, window) : [];
  const step = (product?.slotMinutes ?? 30) * minuteMs;
  const column: AgendaColumn = { title, day, agentId: agent.id, agentName: agent.name, rows: told, blocks, free: [] };
  // Whole slots only: a grid of fifteen minutes would bury what is booked.
  column.free = free.filter((start) => start.getTime() % step === 0);
  return column;
}

/** `/office/agenda`: the week of one agent, or one day of all; any appointment is moved by drag or by its menu. */
export function agendaPages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  app.get<Query>(officeAgendaPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const agents = await attending(ctx, frame.who.raId);
    const { dia, agente } = request.query;
    const today = dayInBrazil(frame.now);
    const day = parseLocalTime(`${dia}T00:00`) ? dia! : today;
    const agent = agents.find(({ id }) => id === agente);
    const at = (days: number) => dayInBrazil(later(noonOf(day), days * dayMs));
    // Columns one after the other: each asks the database several times, and pages of others must not wait.
    const columns: AgendaColumn[] = [];
    if (agent)
      for (const ofWeek of [0, 1, 2, 3, 4, 5, 6].map(at))
        columns.push(await column(ctx, frame, agent, agents, ofWeek, ofWeek));
    else
      for (const one of agents.slice(0, mostAgents)) columns.push(await column(ctx, frame, one, agents, day, one.name));
    const step = agent ? 7 : 1;
    return sendPage(
      reply,
      AgendaView({ frame, agents, agent, columns, day, today, before: at(-step), after: at(step) }),
    );
  });

  const moving = async (frame: OfficeFrame, id: string, wanted: string | undefined, errors?: FormErrors) => {
    const appointment = isId(id) ? await appointmentById(ctx.db, id) : undefined;
    const order = appointment && (await orderById(ctx.db, appointment.orderId));
    if (!appointment || order?.raId !== frame.who.raId) throw new Failure("not-found");
    const { siteId, language } = appointment;
    const speakers = await speakersOf(ctx.db, order.raId, language);
    const everybody = await attending(ctx, frame.who.raId);
    const agents = everybody.filter(({ id }) => speakers.has(id));
    const agent = agents.find((one) => one.id === (wanted ?? appointment.agentId)) ?? agents[0];
    const window = { from: frame.now, to: later(frame.now, 14 * dayMs) };
    const free = agent
      ? await freeStarts(
          ctx,
          { productId: order.productId, siteId, language, holderCpf: appointment.holderCpf },
          agent,
          agents,
          window,
        )
      : [];
    // Its present time is free for every agent but its own, and the list must offer "same time, another agent".
    const now = everybody.find(({ id }) => id === appointment.agentId);
    return MoveView({ frame, appointment, order, now, agents, agent, free, errors });
  };

  app.get<Query & { Params: { id: string } }>(officeAppointmentMovePath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    return sendPage(reply, await moving(frame, request.params.id, request.query.agente));
  });

  app.post<{ Params: { id: string } }>(officeAppointmentMovePath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const { id } = request.params;
    if (!isId(id)) throw new Failure("not-found");
    const typed = request.body as { agente?: string } | undefined;
    return answerForm(
      reply,
      moveForm,
      request.body,
      async ({ inicio, agente }) => {
        await moveAppointment(ctx, { appointmentId: id, startsAt: inicio, agentId: agente, by: frame.who });
        return reply.redirect(`${officeAgendaPath()}?dia=${dayInBrazil(inicio)}`, 303);
      },
      (errors) => moving(frame, id, typed?.agente, errors),
      { "slot-taken": "inicio", "holder-busy": "inicio" },
    );
  });
}
