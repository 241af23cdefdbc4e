import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { officeHolidayEndPath, officeHolidaysPath } from "../../../contract/office-addresses.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { dayInBrazil } from "../../../platform/time/brasilia.ts";
import { isDay } from "../../../scheduling/agenda/agenda.ts";
import { holidaysOf } from "../../../scheduling/agenda/agenda-reads.ts";
import { setHoliday } from "../../../scheduling/agenda/set-holiday.ts";
import { bookedByDay } from "../../../scheduling/agenda/time-off-reads.ts";
import { answerForm, type FormErrors, type FormValues } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { words } from "../../staff/form-fields.ts";
import { type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { HolidaysView } from "./holiday-view.tsx";

const holidayForm = (today: string, last: string) =>
  z.object({
    dia: z
      .string()
      .refine(isDay, "Escolha o dia.")
      .refine((day) => !isDay(day) || day >= today, "Escolha um dia que ainda vem.")
      .refine((day) => !isDay(day) || day <= last, "Escolha um dia deste ano ou do próximo."),
    nome: words("Dê o nome do feriado.", 80),
  });

function shownDays(now: Date): { today: string; first: string; last: string } {
  const today = dayInBrazil(now);
  const year = Number(today.slice(0, 4));
  return { today, first: `${year}-01-01`, last: `${year + 1}-12-31` };
}

type Query = { Querystring: { incluido?: string; tirado?: string } };

/** `/office/feriados`: the days on which nobody of the AR attends, this year and the next. */
export function holidayPages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  const view = async (frame: OfficeFrame, changed: Query["Querystring"], errors?: FormErrors, values?: FormValues) => {
    const { today, first, last } = shownDays(frame.now);
    const span = [first, last] as const;
    const booked = await bookedByDay(ctx.db, frame.who.raId, ...span);
    const countOf = (day: string) => booked.get(day) ?? 0;
    const rows = (await holidaysOf(ctx.db, frame.who.raId, ...span)).map((holiday) => ({
      ...holiday,
      booked: countOf(holiday.day),
      coming: holiday.day >= today,
    }));
    const { incluido, tirado } = changed;
    const day = incluido ?? tirado ?? "";
    const added = rows.some((row) => row.day === day && row.level === "own");
    const told = isDay(day) && added === (incluido !== undefined);
    const change = told ? { added, day, booked: countOf(day) } : undefined;
    return HolidaysView({ frame, rows, change, errors, values });
  };

  app.get<Query>(officeHolidaysPath.route, async (request, reply) =>
    sendPage(reply, await view(await officeFrame(ctx, request), request.query)),
  );

  app.post(officeHolidaysPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const { today, last } = shownDays(frame.now);
    return answerForm(
      reply,
      holidayForm(today, last),
      request.body,
      async ({ dia: day, nome: name }) => {
        await setHoliday(ctx, { raId: frame.who.raId, day, name, by: frame.who });
        return reply.redirect(`${officeHolidaysPath()}?incluido=${day}`, 303);
      },
      (errors, values) => view(frame, {}, errors, values),
      { "holiday-known": "dia" },
    );
  });

  app.post<{ Params: { dia: string } }>(officeHolidayEndPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const day = request.params.dia;
    if (!isDay(day)) throw new Failure("not-found");
    await setHoliday(ctx, { raId: frame.who.raId, day, by: frame.who });
    return reply.redirect(`${officeHolidaysPath()}?tirado=${day}`, 303);
  });
}
