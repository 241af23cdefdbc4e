import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { rulePackAt } from "../../../catalog/catalog-reads.ts";
import {
  deskCallNextPath,
  deskCasePath,
  deskPath,
  deskVerificationsPath,
  deskVisitPath,
} from "../../../contract/desk-addresses.ts";
import { officePath } from "../../../contract/office-addresses.ts";
import { paperStates } from "../../../documents/papers/paper-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { isId } from "../../../platform/ids.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { dayInBrazil, momentInBrasilia } from "../../../platform/time/brasilia.ts";
import { dayMs, earlier, hourMs } from "../../../platform/time/durations.ts";
import { openReturnsOf } from "../../../proofing/decision/return-reads.ts";
import { verifiersLeft } from "../../../proofing/decision/second-person-reads.ts";
import { proofingOfRoom, undecidedSittings } from "../../../proofing/proofing-reads.ts";
import { sittingsOfAppointments } from "../../../proofing/sitting-reads.ts";
import { prepareRoom } from "../../../rooms/prepare-room.ts";
import { readinessOf } from "../../../rooms/readiness/readiness-reads.ts";
import { agentGoneMs } from "../../../rooms/room.ts";
import { abandonedSittings, roomOfAppointment } from "../../../rooms/rooms-reads.ts";
import { awayNow } from "../../../scheduling/agenda/agenda.ts";
import { profileOf } from "../../../scheduling/agenda/agenda-reads.ts";
import { recordVisit } from "../../../scheduling/appointments/record-visit.ts";
import { type AgendaRow, agendaOfDay } from "../../../scheduling/appointments/scheduling-reads.ts";
import { callNext } from "../../../scheduling/line/call-next.ts";
import { whomToCall } from "../../../scheduling/line/walk-in.ts";
import { callingAgent, waitingLine } from "../../../scheduling/line/walk-in-reads.ts";
import { SchedulingFailure } from "../../../scheduling/scheduling-failures.ts";
import { waitingForAnother } from "../../../watch/lateness/watch-reads.ts";
import { answerForm, type FormErrors } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { sittingOutcome } from "../../sitting-outcome.ts";
import { type DeskDeps, type DeskFrame, deskFrame } from "../desk-page.tsx";
import { type QueueRow, QueueView } from "./queue-view.tsx";

const nothing = z.object({});
const visitForm = z.object({ veio: z.enum(["sim", "nao"], "Diga se o titular veio.") });

/** Today in Brasília, a little wider where midnight is near: a desk may work around the clock. */
function today(now: Date): { from: Date; to: Date } {
  const start = momentInBrasilia(`${dayInBrazil(now)}T00:00`).getTime();
  return {
    from: new Date(Math.min(start, now.getTime() - 2 * hourMs)),
    to: new Date(Math.max(start + dayMs, now.getTime() + 4 * hourMs)),
  };
}

async function rowOf(ctx: Context, agenda: AgendaRow, now: Date): Promise<QueueRow> {
  const room = await roomOfAppointment(ctx.db, agenda.appointmentId);
  const proofing = room && (await proofingOfRoom(ctx.db, room.id));
  const papers = await paperStates(ctx.db, agenda.orderId, now);
  const readiness = await readinessOf(ctx.db, agenda.orderId);
  const sitting = (await sittingsOfAppointments(ctx.db, [agenda.appointmentId])).get(agenda.appointmentId);
  const outcome = sittingOutcome(agenda, sitting);
  return { agenda, room, proofing, papers, readiness, outcome };
}

async function view(ctx: Context, frame: DeskFrame, everybody: boolean, errors?: FormErrors) {
  const { raId, id } = frame.agent;
  const now = ctx.clock.now();
  const agenda = await agendaOfDay(ctx.db, { raId, agentId: everybody ? undefined : id, ...today(now) });
  const rows = await Promise.all(agenda.map((row) => rowOf(ctx, row, now)));
  const leaves = async <R extends { roomId: string }>(row: R) => ({
    ...row,
    leavesNobody: (await verifiersLeft(ctx.db, row.roomId, id, ctx.clock.now())) === 0,
  });
  const late = await Promise.all((await waitingForAnother(ctx.db, raId, id)).map(leaves));
  const gone = await abandonedSittings(ctx.db, raId, id, earlier(now, agentGoneMs));
  const abandoned = await Promise.all(gone.map(leaves));
  const undecided = (await undecidedSittings(ctx.db, raId)).filter(({ agentId }) => everybody || agentId === id);
  const line = await waitingLine(ctx.db, raId, now);
  const profile = await profileOf(ctx.db, id);
  const self = await callingAgent(ctx.db, frame.agent, now);
  const own = self.taken;
  const { usualMinutes } = (await rulePackAt(ctx.db, raId, now)).content.room;
  const call = whomToCall(line, self, usualMinutes, now);
  const away = awayNow(profile, now);
  const returned = (await openReturnsOf(ctx.db, raId)).filter(({ agentId }) => everybody || agentId === id);
  const lists = { rows, returned, late, abandoned, undecided, own, line };
  return QueueView({ frame, ...lists, self, call, away, now, everybody, errors });
}

export function queuePages(app: FastifyInstance, { ctx }: DeskDeps): void {
  app.get(deskPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request);
    const { roles } = frame.agent;
    if (!roles.includes("agent"))
      return reply.redirect(roles.includes("verifier") ? deskVerificationsPath() : officePath(), 303);
    const everybody = (request.query as Record<string, unknown>)["quem"] === "todos";
    return sendPage(reply, await view(ctx, frame, everybody));
  });

  app.post<{ Params: { id: string } }>(deskVisitPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request, "agent");
    const appointmentId = request.params.id;
    if (!isId(appointmentId)) throw new Failure("not-found");
    const enter = async ({ veio }: z.infer<typeof visitForm>) => {
      await recordVisit(ctx, { appointmentId, came: veio === "sim", by: frame.agent });
      return reply.redirect(deskPath(), 303);
    };
    return answerForm(reply, visitForm, request.body, enter, (errors) => view(ctx, frame, false, errors));
  });

  app.post(deskCallNextPath.route, async (request, reply) => {
    const frame = await deskFrame(ctx, request, "agent");
    const call = async () => {
      const { id: appointmentId } = await callNext(ctx, { by: frame.agent });
      // The event does this too; here so that the very next page is already the case.
      await prepareRoom(ctx, { appointmentId });
      const room = await roomOfAppointment(ctx.db, appointmentId);
      if (!room) throw new SchedulingFailure("appointment-missing");
      return reply.redirect(deskCasePath(room.id), 303);
    };
    return answerForm(reply, nothing, request.body, call, (errors) => view(ctx, frame, false, errors));
  });
}
