import type { FastifyInstance } from "fastify";
import { placeOrder } from "../../orders/place-order.ts";
import type { Context } from "../../platform/context.ts";
import { extendHold } from "../../scheduling/extend-hold.ts";
import { holdSlots } from "../../scheduling/hold-slot.ts";
import { releaseOrderTime } from "../../scheduling/release-appointment.ts";
import { answerForm, type FormErrors } from "../form.ts";
import { sendPage } from "../page.ts";
import { holderOfRequest } from "./order-access.ts";
import { CheckAnswersView, SlotView } from "./purchase-confirm-view.tsx";
import { enterPurchase, holdsOf, type StepRoute } from "./purchase-entry.ts";
import { confirmForm, slotForm } from "./purchase-forms.ts";
import { type Purchase, stepHref } from "./purchase-steps.ts";
import { offerSlots, type SlotQuery } from "./slot-picker.tsx";
import { outlookOf } from "./walk-in-outlook.ts";

/** The last two pages before the money: when, and whether all is right. Both are of the whole purchase. */
export function checkPages(app: FastifyInstance, ctx: Context): void {
  const offerFor = ({ lines }: Purchase, asked: SlotQuery) =>
    offerSlots(
      ctx,
      lines.map(({ product }) => product),
      asked,
    );
  const slotView = async (purchase: Purchase, asked: SlotQuery, errors?: FormErrors) => {
    const outlook = purchase.lines.length === 1 ? await outlookOf(ctx, purchase.product) : undefined;
    return SlotView({ purchase, offer: await offerFor(purchase, asked), outlook, ...(errors ? { errors } : {}) });
  };

  app.get<StepRoute>("/comprar/:id/horario", async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "horario");
    if (!purchase) return reply;
    return sendPage(reply, await slotView(purchase, request.query));
  });

  app.post<StepRoute>("/comprar/:id/horario", async (request, reply) => {
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
    );
  });

  // Nothing is kept of the wish: once paid, the panel offers the line first, and who presses there is there.
  app.post<StepRoute>("/comprar/:id/horario/agora", async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "horario");
    if (!purchase) return reply;
    const { id: orderId } = purchase.order;
    await releaseOrderTime(ctx, { orderId, reason: "cancelled", actor: { kind: "applicant" } });
    return reply.redirect(stepHref(purchase.order, "conferir"), 303);
  });

  app.get<StepRoute>("/comprar/:id/conferir", async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "conferir");
    if (!purchase) return reply;
    const holds = await holdsOf(ctx, purchase);
    return sendPage(reply, CheckAnswersView({ purchase, holds, now: ctx.clock.now() }));
  });

  app.post<StepRoute>("/comprar/:id/conferir/tempo", async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "conferir");
    if (!purchase) return reply;
    const held = [...(await holdsOf(ctx, purchase)).keys()];
    const orderId = held[0] ?? purchase.order.id;
    await extendHold(ctx, { orderId, by: await holderOfRequest(ctx, request) });
    return reply.redirect(stepHref(purchase.order, "conferir"), 303);
  });

  app.post<StepRoute>("/comprar/:id/conferir", async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "conferir");
    if (!purchase) return reply;
    const { order } = purchase;
    return answerForm(
      reply,
      confirmForm,
      request.body,
      async () => {
        const { number } = await placeOrder(ctx, { orderId: order.id, by: await holderOfRequest(ctx, request) });
        return reply.redirect(`/pedido/${number}/pagamento`, 303);
      },
      async (errors) =>
        CheckAnswersView({ purchase, errors, holds: await holdsOf(ctx, purchase), now: ctx.clock.now() }),
    );
  });
}
