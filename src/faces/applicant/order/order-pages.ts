import type { FastifyInstance } from "fastify";
import { orderCancellationPath, orderLetterSendingPath, orderPath } from "../../../contract/holder-addresses.ts";
import { messagesOf } from "../../../notifications/followers/notifications-reads.ts";
import { resendMessage } from "../../../notifications/outbox/resend-message.ts";
import { cancelOrder } from "../../../orders/cancel-order.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import { ordersOfPurchase } from "../../../orders/orders-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { isId } from "../../../platform/ids.ts";
import { answerForm } from "../../form.ts";
import { holderOfRequest, requireOrder } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import { type ApplicantDeps, frameOf } from "../applicant-page.tsx";
import { orderFacts } from "../progress/order-facts.ts";
import { isVisited } from "../progress/visit-progress.ts";
import { lookupPages } from "../purchase/lookup-pages.ts";
import { cancelForm } from "../purchase/purchase-forms.ts";
import { orderTimePages } from "./order-time-pages.ts";
import { CancelView, OrderView } from "./order-view.tsx";
import { paymentPages } from "./payment-pages.ts";
import { matesOf } from "./purchase-mates.ts";

type OrderRoute = { Params: { number: string } };

/** Everything about one order for its holder: look-up, panel, payment, time, cancellation. */
export function orderPages(app: FastifyInstance, deps: ApplicantDeps): void {
  const { ctx } = deps;
  lookupPages(app, deps);
  paymentPages(app, deps);
  orderTimePages(app, ctx);

  const othersOf = async (order: PlacedOrder) => (await ordersOfPurchase(ctx.db, order.purchaseId)).length - 1;

  app.get<OrderRoute & { Querystring: { horario?: string } }>(orderPath.route, async (request, reply) => {
    const order = await requireOrder(ctx, request, request.params.number);
    const frame = await frameOf(ctx, order.raId);
    const [facts, messages] = [await orderFacts(ctx, order), await messagesOf(ctx.db, order.id)];
    const mates = await matesOf(ctx, request, order);
    const seen = new Set(mates.map((mate) => mate.order.id));
    // A letter about the whole purchase names every order: shown where this browser may see them all.
    const unseen = (await ordersOfPurchase(ctx.db, order.purchaseId)).filter(({ id }) => !seen.has(id)).length;
    const whole = messages.filter(({ summedInto }) => summedInto === null);
    const shown = unseen > 0 ? whole.filter(({ purchaseId }) => purchaseId === null) : whole;
    const moved = request.query.horario === "mudado";
    return sendPage(reply, OrderView({ frame, facts, messages: shown, mates, unseen, moved, now: ctx.clock.now() }));
  });

  app.post<{ Params: { number: string; messageId: string } }>(orderLetterSendingPath.route, async (request, reply) => {
    const order = await requireOrder(ctx, request, request.params.number);
    const { messageId } = request.params;
    if (!isId(messageId)) throw new Failure("not-found");
    await resendMessage(ctx, { orderId: order.id, messageId });
    return reply.redirect(`${orderPath(order.number)}#mensagens`, 303);
  });

  app.get<OrderRoute>(orderCancellationPath.route, async (request, reply) => {
    const order = await requireOrder(ctx, request, request.params.number);
    const facts = await orderFacts(ctx, order);
    if (order.cancelledAt || isVisited(facts)) return reply.redirect(orderPath(order.number), 303);
    const others = await othersOf(order);
    return sendPage(reply, CancelView({ frame: await frameOf(ctx, order.raId), facts, others }));
  });

  app.post<OrderRoute>(orderCancellationPath.route, async (request, reply) => {
    const order: PlacedOrder = await requireOrder(ctx, request, request.params.number);
    return answerForm(
      reply,
      cancelForm,
      request.body,
      async ({ motivo }) => {
        const facts = await orderFacts(ctx, order);
        await cancelOrder(ctx, {
          orderId: order.id,
          reason: motivo || "pelo titular",
          come: facts.payment ? "paid" : isVisited(facts) ? "attended" : "neither",
          by: await holderOfRequest(ctx, request),
        });
        return reply.redirect(orderPath(order.number), 303);
      },
      async (errors) =>
        CancelView({
          frame: await frameOf(ctx, order.raId),
          facts: await orderFacts(ctx, order),
          others: await othersOf(order),
          errors,
        }),
    );
  });
}
