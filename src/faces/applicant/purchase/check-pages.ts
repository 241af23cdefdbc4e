import type { FastifyInstance } from "fastify";
import {
  orderPaymentPath,
  purchaseCheckPath,
  purchaseCheckTimePath,
  purchaseSlotNowPath,
  purchaseSlotPath,
} from "../../../contract/holder-addresses.ts";
import { dayInBrazil } from "../../../orders/order-day.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { extendHold } from "../../../scheduling/appointments/extend-hold.ts";
import { holdSlots } from "../../../scheduling/booking/hold-slot.ts";
import { placePurchase } from "../../../scheduling/booking/place-purchase.ts";
import { wishedAt } from "../../../scheduling/line/walk-in-reads.ts";
import { forgetWish, wishWalkIn } from "../../../scheduling/line/wish-walk-in.ts";
import { SchedulingFailure } from "../../../scheduling/scheduling-failures.ts";
import { answerForm, type FormErrors } from "../../form.ts";
import { holderOfRequest } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import type { SlotQuery } from "../../slot-offer.ts";
import { besideSlot, offerSlots, slotForm } from "../../slot-offer.ts";
import { outlookOf } from "../walk-in-outlook.ts";
import { CheckAnswersView, SlotView } from "./purchase-confirm-view.tsx";
import { enterPurchase, holdsOf, lostTimeOf, type StepRoute } from "./purchase-entry.ts";
import { videoConfirmForm } from "./purchase-forms.ts";
import { type Purchase, stepHref } from "./purchase-steps.ts";

/** `perdido`: the time that was held could not be had again. */
type LostQuery = { perdido?: string };

/** The last two pages before the money: when, and whether all is right. Both are of the whole purchase. */
export function checkPages(app: FastifyInstance, ctx: Context): void {
  const offerFor = ({ lines, order }: Purchase, asked: SlotQuery) =>
    offerSlots(
      ctx,
      lines.map(({ product }) => product),
      asked,
      { holderCpf: order.cpf },
    );
  const slotView = async (purchase: Purchase, asked: SlotQuery & LostQuery, errors?: FormErrors) => {
    const outlook = purchase.lines.length === 1 ? await outlookOf(ctx, purchase.product, purchase.order) : undefined;
    const [lost, isTaken] = [await lostTimeOf(ctx, purchase), asked.perdido === "sim"];
    const offer = await offerFor(purchase, asked);
    return SlotView({ purchase, offer, outlook, lost, isTaken, ...(errors ? { errors } : {}) });
  };
  /** `isLater`: the holder said that the time is chosen after paying. */
  const checkView = async (purchase: Purchase, saidLater: boolean, errors?: FormErrors) => {
    const isLater = saidLater || !purchase.frame.paysOnline;
    const wished = !isLater && purchase.lines.length === 1 && (await wishedAt(ctx.db, purchase.order.id)) !== undefined;
    const holds = await holdsOf(ctx, purchase);
    const lost = isLater || wished ? undefined : await lostTimeOf(ctx, purchase);
    return CheckAnswersView({
      purchase,
      holds,
      lost,
      wished,
      isLater,
      now: ctx.clock.now(),
      ...(errors ? { errors } : {}),
    });
  };

  app.get<StepRoute & { Querystring: SlotQuery & LostQuery }>(purchaseSlotPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "horario");
    if (!purchase) return reply;
    return sendPage(reply, await slotView(purchase, request.query));
  });

  app.post<StepRoute>(purchaseSlotPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "horario");
    if (!purchase) return reply;
    const orderIds = purchase.lines.map(({ order }) => order.id);
    return answerForm(
      reply,
      slotForm,
      request.body,
      async ({ horario: startsAt, idioma: language }) => {
        await holdSlots(ctx, { orderIds, startsAt, language, by: await holderOfRequest(ctx, request) });
        return reply.redirect(stepHref(purchase.order, "conferir"), 303);
      },
      (errors, { idioma }) => slotView(purchase, { dia: request.query.dia, idioma }, errors),
      besideSlot,
    );
  });

  app.post<StepRoute>(purchaseSlotNowPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "horario");
    if (!purchase) return reply;
    await wishWalkIn(ctx, { orderId: purchase.order.id, by: await holderOfRequest(ctx, request) });
    return reply.redirect(stepHref(purchase.order, "conferir"), 303);
  });

  app.get<StepRoute & { Querystring: SlotQuery & { horario?: string } }>(
    purchaseCheckPath.route,
    async (request, reply) => {
      const purchase = await enterPurchase(ctx, request, reply, "conferir");
      if (!purchase) return reply;
      return sendPage(reply, await checkView(purchase, request.query.horario === "depois"));
    },
  );

  app.post<StepRoute>(purchaseCheckTimePath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "conferir");
    if (!purchase) return reply;
    const held = [...(await holdsOf(ctx, purchase)).keys()];
    const orderId = held[0] ?? purchase.order.id;
    // Pressed too late: the page says that it is over, and the way on.
    await extendHold(ctx, { orderId, by: await holderOfRequest(ctx, request) }).catch(unless("hold-over"));
    return reply.redirect(stepHref(purchase.order, "conferir"), 303);
  });

  app.post<StepRoute>(purchaseCheckPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "conferir");
    if (!purchase) return reply;
    const { order } = purchase;
    return answerForm(
      reply,
      videoConfirmForm,
      request.body,
      async ({ horario: startsAt, idioma: language, quando }) => {
        const time = startsAt && { startsAt, language };
        const by = await holderOfRequest(ctx, request);
        if (quando === "depois") await forgetWish(ctx, { orderId: order.id, by });
        const placed = await placePurchase(ctx, { orderId: order.id, time, by }).catch(unless("hold-lost"));
        if (placed) return reply.redirect(orderPaymentPath(placed.number), 303);
        const day = startsAt && dayInBrazil(startsAt);
        return reply.redirect(`${stepHref(order, "horario")}?perdido=sim${day ? `&dia=${day}` : ""}`, 303);
      },
      (errors, { quando }) => checkView(purchase, quando === "depois", errors),
      besideSlot,
    );
  });
}

/** undefined in place of this one refusal, which the next page tells. */
function unless(code: "hold-over" | "hold-lost"): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof SchedulingFailure && error.code === code) return undefined;
    throw error;
  };
}
