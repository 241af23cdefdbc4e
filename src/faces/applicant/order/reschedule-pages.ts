import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { rulePackAt } from "../../../catalog/catalog-reads.ts";
import { orderPath, orderSlotMovePath, orderSlotPath } from "../../../contract/holder-addresses.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { isLanguage, type Language } from "../../../scheduling/agenda/language.ts";
import { type Appointment, rescheduleRefusal } from "../../../scheduling/appointments/appointment.ts";
import { openAppointmentOf } from "../../../scheduling/appointments/scheduling-reads.ts";
import { rescheduleAppointment } from "../../../scheduling/booking/reschedule-appointment.ts";
import { SchedulingFailure } from "../../../scheduling/scheduling-failures.ts";
import { answerForm, type FormErrors } from "../../form.ts";
import { holderOfRequest, requireOrder } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import { besideSlot, slotForm } from "../../slot-offer.ts";
import { frameOf } from "../applicant-page.tsx";
import { RescheduleView, type Wanted } from "./reschedule-view.tsx";

type ChangeRoute = { Params: { number: string }; Querystring: { horario?: string; idioma?: string } };

/** `de`: the appointment that the page spoke of. */
const changeForm = slotForm.extend({ de: z.uuid("Recarregue a página e escolha de novo.") });

/** Where a chosen time is asked about before it takes the place of the booked one. */
export function changeHref(number: string, startsAt: Date, language: Language | undefined): string {
  const query = new URLSearchParams({ horario: startsAt.toISOString(), ...(language && { idioma: language }) });
  return `${orderSlotMovePath(number)}?${query}`;
}

/** `/pedido/:number/horario/mudanca`: from → to, asked once; the order's page then says the new time. */
export function reschedulePages(app: FastifyInstance, ctx: Context): void {
  app.get<ChangeRoute>(orderSlotMovePath.route, async (request, reply) => {
    const found = await enter(ctx, request, reply);
    if (!found) return reply;
    const { order, open } = found;
    const startsAt = new Date(request.query.horario ?? "");
    const language = isLanguage(request.query.idioma) ? request.query.idioma : undefined;
    const isSame = startsAt.getTime() === open.startsAt.getTime() && (language ?? open.language) === open.language;
    if (Number.isNaN(startsAt.getTime()) || isSame) return reply.redirect(orderSlotPath(order.number), 303);
    const { maxReschedules: times } = (await rulePackAt(ctx.db, order.raId, ctx.clock.now())).content.booking;
    const refusal = rescheduleRefusal(open, ctx.clock.now(), times);
    const words = refusal && new SchedulingFailure(refusal, { times });
    const errors = words && { "": `${words.title} ${words.advice}` };
    return sendPage(reply, await view(ctx, order, open, { startsAt, language }, errors), words?.status ?? 200);
  });

  app.post<ChangeRoute>(orderSlotMovePath.route, async (request, reply) => {
    const found = await enter(ctx, request, reply);
    if (!found) return reply;
    const { order, open } = found;
    return answerForm(
      reply,
      changeForm,
      request.body,
      async ({ horario: startsAt, idioma: language, de: insteadOf }) => {
        const by = await holderOfRequest(ctx, request);
        await rescheduleAppointment(ctx, { orderId: order.id, startsAt, language, insteadOf, by });
        return reply.redirect(`${orderPath(order.number)}?horario=mudado`, 303);
      },
      async (errors, values) => {
        const wanted = slotForm.safeParse(values);
        const { horario: startsAt, idioma: language } = wanted.data ?? { horario: open.startsAt, idioma: undefined };
        return view(ctx, order, open, { startsAt, language }, errors);
      },
      besideSlot,
    );
  });
}

/** undefined where no time is booked, and the browser was led to the page of times. */
async function enter(
  ctx: Context,
  request: FastifyRequest<ChangeRoute>,
  reply: FastifyReply,
): Promise<{ order: PlacedOrder; open: Appointment } | undefined> {
  const order = await requireOrder(ctx, request, request.params.number);
  const open = await openAppointmentOf(ctx.db, order.id, ctx.clock.now());
  if (open?.status === "booked") return { order, open };
  reply.redirect(orderSlotPath(order.number), 303);
  return undefined;
}

async function view(ctx: Context, order: PlacedOrder, open: Appointment, wanted: Wanted, errors?: FormErrors) {
  const frame = await frameOf(ctx, order.raId);
  return RescheduleView({ frame, number: order.number, open, wanted, ...(errors ? { errors } : {}) });
}
