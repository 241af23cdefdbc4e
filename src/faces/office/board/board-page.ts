import type { FastifyInstance } from "fastify";
import { rulePackAt } from "../../../catalog/catalog-reads.ts";
import { officePath } from "../../../contract/office-addresses.ts";
import { mailsForPerson, unopenedMails } from "../../../documents/mail/mail-reads.ts";
import { faultyLists } from "../../../issuance/lists/crl-reads.ts";
import { freeMegabytes } from "../../../platform/blobs/disk-space.ts";
import { dayInBrazil } from "../../../platform/time/brasilia.ts";
import { dayMs, later } from "../../../platform/time/durations.ts";
import { verificationQueue } from "../../../proofing/proofing-reads.ts";
import { sittingsOfAppointments } from "../../../proofing/sitting-reads.ts";
import { roomsOfAppointments } from "../../../rooms/rooms-reads.ts";
import { shelfOf } from "../../../scheduling/agenda/shop-opening-reads.ts";
import { agendaOfDay } from "../../../scheduling/appointments/scheduling-reads.ts";
import { presentAgents, waitingLine } from "../../../scheduling/line/walk-in-reads.ts";
import { troublesOf } from "../../../watch/troubles/trouble-reads.ts";
import { sendPage } from "../../page.ts";
import { sittingOutcome } from "../../sitting-outcome.ts";
import { parseLocalTime } from "../../staff/form-fields.ts";
import { type OfficeDeps, officeFrame } from "../office-page.tsx";
import { boardState } from "./board-row.ts";
import { BoardView } from "./board-view.tsx";

/** `/office`: every appointment of a day, where it stands, and who is late. */
export function boardPage(app: FastifyInstance, { ctx }: OfficeDeps): void {
  app.get<{ Querystring: { dia?: string } }>(officePath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const { now, who } = frame;
    const today = dayInBrazil(now);
    const from = parseLocalTime(`${request.query.dia ?? today}T00:00`) ?? parseLocalTime(`${today}T00:00`)!;
    const to = later(from, dayMs);
    const agenda = await agendaOfDay(ctx.db, { raId: who.raId, from, to });
    const rooms = await roomsOfAppointments(
      ctx.db,
      agenda.map((row) => row.appointmentId),
    );
    const sittings = await sittingsOfAppointments(
      ctx.db,
      agenda.map((row) => row.appointmentId),
    );
    const { agentLateMinutes } = (await rulePackAt(ctx.db, who.raId, now)).content.room;
    const rows = agenda.map((row) => {
      const outcome = sittingOutcome(row, sittings.get(row.appointmentId));
      const state = boardState(row, rooms.get(row.appointmentId), outcome, now, agentLateMinutes);
      return { ...row, outcome, state };
    });
    const line = dayInBrazil(from) === today ? await waitingLine(ctx.db, who.raId, now) : [];
    const present = (await presentAgents(ctx.db, who.raId, now)).length;
    const waiting = {
      verifications: (await verificationQueue(ctx.db, who.raId)).length,
      mails: (await mailsForPerson(ctx.db, who.raId)).length,
    };
    const troubles = await troublesOf(ctx.db, who.raId);
    const unopened = await unopenedMails(ctx.db, now, who.raId);
    const lists = await faultyLists(ctx.db, now);
    const shelf = await shelfOf(ctx.db, who.raId, now);
    const free = await freeMegabytes(ctx);
    const days = [-1, 0, 1].map((step) => dayInBrazil(later(from, step * dayMs)));
    return sendPage(
      reply,
      BoardView({
        frame,
        shelf,
        diskLeftMb: free < ctx.config.diskFloorMb ? free : undefined,
        day: days[1]!,
        today,
        rows,
        line,
        present,
        waiting,
        troubles,
        lists,
        unopened,
        before: days[0]!,
        after: days[2]!,
      }),
    );
  });
}
