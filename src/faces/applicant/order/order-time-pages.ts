import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { orderPath, orderPaymentPath, orderSlotAlonePath, orderSlotPath } from "../../../contract/holder-addresses.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import { holderOf, type OrderPrincipal } from "../../../orders/order-principal.ts";
import type { Context } from "../../../platform/settings/context.ts";
import type { Language } from "../../../scheduling/agenda/language.ts";
import { lostHold } from "../../../scheduling/appointments/appointment.ts";
import { bookAppointments } from "../../../scheduling/booking/book-appointment.ts";
import { holdSlots } from "../../../scheduling/booking/hold-slot.ts";
import { answerForm } from "../../form.ts";
import { ordersOfRequest, placedAmong } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import type { SlotQuery } from "../../slot-offer.ts";
import { besideSlot, offerSlots, slotForm } from "../../slot-offer.ts";
import { frameOf } from "../applicant-page.tsx";
import { standingFacts, timeFacts } from "../progress/order-facts.ts";
import { isSitting } from "../progress/order-progress.ts";
import { OrderSlotView } from "./order-slot-view.tsx";
import { chosenTogether, type Standing, standingsAmong, withProduct } from "./purchase-mates.ts";
import { changeHref, reschedulePages } from "./reschedule-pages.ts";

type TimeRoute = { Params: { number: string }; Querystring: SlotQuery & { perdido?: string } };

/** What is chosen on the page: the order's own time, and those chosen in one act with it. */
type Choice = { own: Standing; together: Standing[]; here: string; by: OrderPrincipal };

/**
 * `/pedido/:number/horario`: the time of an order, with those of the others of its purchase while none had one yet;
 * `…/horario/sozinho`: of this order alone.
 */
export function orderTimePages(app: FastifyInstance, ctx: Context): void {
  reschedulePages(app, ctx);

  for (const address of [orderSlotPath, orderSlotAlonePath]) {
    app.get<TimeRoute>(address.route, async (request, reply) => {
      const choice = await enter(ctx, request, reply, address);
      return choice ? sendPage(reply, await slotView(ctx, choice, request.query)) : reply;
    });

    app.post<TimeRoute>(address.route, async (request, reply) => {
      const choice = await enter(ctx, request, reply, address);
      if (!choice) return reply;
      const { order, payment } = choice.own;
      return answerForm(
        reply,
        slotForm,
        request.body,
        async ({ horario, idioma }) => {
          if (choice.own.open?.status === "booked")
            return reply.redirect(changeHref(order.number, horario, idioma), 303);
          await chooseTime(ctx, choice, horario, idioma);
          return reply.redirect(
            payment || isInPerson(order) ? orderPath(order.number) : orderPaymentPath(order.number),
            303,
          );
        },
        (errors, { idioma }) => slotView(ctx, choice, { dia: request.query.dia, idioma }, errors),
        besideSlot,
      );
    });
  }
}

/** undefined when there is nothing to choose any more and the browser was led to the panel. */
async function enter(
  ctx: Context,
  request: FastifyRequest<TimeRoute>,
  reply: FastifyReply,
  address: typeof orderSlotPath | typeof orderSlotAlonePath,
): Promise<Choice | undefined> {
  const seen = await ordersOfRequest(ctx, request);
  const order = placedAmong(seen, request.params.number);
  const mates = await standingsAmong(ctx, seen, order);
  const own = mates.find((mate) => mate.order.id === order.id)!;
  // No sitting can begin before the payment or, in person, the choice of a site: the many who choose their first time
  // cost no further query.
  const maySit = own.payment !== undefined || isInPerson(order);
  if (order.cancelledAt || (maySit && isSitting(await standingFacts(ctx, own)))) {
    reply.redirect(orderPath(order.number), 303);
    return undefined;
  }
  // No bank is connected: nobody can pay within the minutes for which a time is held.
  if (!maySit && ctx.config.paymentProvider === undefined) {
    reply.redirect(orderPaymentPath(order.number), 303);
    return undefined;
  }
  const together = address === orderSlotPath ? chosenTogether(mates, order) : [own];
  const by = holderOf(...seen.map(({ id }) => id));
  return { own, together, here: address(order.number), by };
}

async function slotView(
  ctx: Context,
  choice: Choice,
  asked: SlotQuery & { perdido?: string },
  errors?: Record<string, string>,
) {
  const { own, here } = choice;
  const together = await Promise.all(choice.together.map((one) => withProduct(ctx, one)));
  const products = together.map(({ product }) => product);
  const kept = (own.open ?? own.appointments[0])?.language;
  const { siteId, cpf: holderCpf } = own.order;
  const offer = await offerSlots(ctx, products, asked, { siteId, holderCpf, kept });
  const frame = await frameOf(ctx, own.order.raId);
  const facts = await timeFacts(ctx, together.find(({ order }) => order.id === own.order.id)!);
  const lost = own.open ? undefined : lostHold(own.appointments, ctx.clock.now());
  return OrderSlotView({
    frame,
    facts,
    lost,
    isTaken: asked.perdido === "sim",
    together,
    here,
    offer,
    now: ctx.clock.now(),
    ...(errors ? { errors } : {}),
  });
}

const isInPerson = ({ attendance }: PlacedOrder) => attendance === "in-person";

/** Unpaid: holds. Paid, or to be paid at a site: appointments. */
async function chooseTime(
  ctx: Context,
  { own: { order, payment }, together, by }: Choice,
  startsAt: Date,
  language: Language | undefined,
): Promise<void> {
  const orderIds = together.map((mate) => mate.order.id);
  if (!payment && !isInPerson(order)) await holdSlots(ctx, { orderIds, startsAt, language, by });
  else await bookAppointments(ctx, { orderIds, startsAt, language, by });
}
