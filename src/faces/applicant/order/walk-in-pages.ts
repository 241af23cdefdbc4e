import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { orderNowLeavingPath, orderNowPath, orderPath, orderPaymentPath } from "../../../contract/holder-addresses.ts";
import { agentById } from "../../../people/agent-reads.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { minuteMs } from "../../../platform/time/durations.ts";
import { joinQueue, leaveQueue } from "../../../scheduling/line/join-queue.ts";
import { hasLapsed, isWaiting } from "../../../scheduling/line/walk-in.ts";
import { answerForm, type FormErrors } from "../../form.ts";
import { holderOfRequest, requireVideoOrder } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import { frameOf } from "../applicant-page.tsx";
import { type OrderFacts, orderFacts } from "../progress/order-facts.ts";
import { isSitting } from "../progress/order-progress.ts";
import { CalledView, EnteringView, JoinView, WaitView } from "./walk-in-view.tsx";

type OrderRoute = { Params: { number: string } };
const nothing = z.object({});

/**
 * "Atender agora": one address for the whole wait, which always shows how it stands: before, in the line, called, lapsed.
 * The wait is a row and not a page: a reload, a sleep or another device changes nothing.
 */
export function walkInPages(app: FastifyInstance, { ctx }: { ctx: Context }): void {
  app.get<OrderRoute>(orderNowPath.route, async (request, reply) => {
    const facts = await factsOf(ctx, request);
    const away = elsewhere(facts);
    if (away) return reply.redirect(away, 303);
    return sendPage(reply, await view(ctx, facts));
  });

  app.post<OrderRoute>(orderNowPath.route, async (request, reply) => {
    const facts = await factsOf(ctx, request);
    const away = elsewhere(facts);
    if (away) return reply.redirect(away, 303);
    const { id: orderId, number } = facts.order;
    const join = async () => {
      // Pressed twice, or on two devices: the place is the one there is.
      if (!facts.wait || !isWaiting(facts.wait, ctx.clock.now()))
        await joinQueue(ctx, { orderId, by: await holderOfRequest(ctx, request) });
      return reply.redirect(orderNowPath(number), 303);
    };
    return answerForm(reply, nothing, request.body, join, async (errors) =>
      view(ctx, await factsOf(ctx, request), errors),
    );
  });

  app.post<OrderRoute>(orderNowLeavingPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    await leaveQueue(ctx, { orderId: order.id, by: await holderOfRequest(ctx, request) });
    return reply.redirect(orderPath(order.number), 303);
  });
}

async function factsOf(ctx: Context, request: FastifyRequest<OrderRoute>): Promise<OrderFacts> {
  return orderFacts(ctx, await requireVideoOrder(ctx, request, request.params.number));
}

/** Where the order stands instead, when there is nothing to wait for. */
function elsewhere(facts: OrderFacts): string | undefined {
  const { order, open, wait } = facts;
  const panel = orderPath(order.number);
  if (order.cancelledAt || isSitting(facts)) return panel;
  if (!facts.payment) return orderPaymentPath(order.number);
  return open?.status === "booked" && open.id !== wait?.appointmentId ? panel : undefined;
}

/** So long the order may still be put into the line by the payment's own event; then the holder is asked. */
const wishIsFresh = (paidAt: Date, now: Date) => now.getTime() - paidAt.getTime() < minuteMs;

async function view(ctx: Context, facts: OrderFacts, errors?: FormErrors) {
  const { order, open, wait } = facts;
  const now = ctx.clock.now();
  const frame = await frameOf(ctx, order.raId);
  if (open && open.id === wait?.appointmentId) {
    const agent = await agentById(ctx.db, open.agentId);
    return CalledView({ frame, number: order.number, agentName: agent?.name ?? "O agente" });
  }
  if (wait && isWaiting(wait, now)) return WaitView({ frame, facts, wait });
  const lapsed = wait !== undefined && hasLapsed(wait, now);
  const isEntering = facts.wished && facts.payment && wishIsFresh(facts.payment.paidAt, now);
  if (isEntering && !errors && facts.outlook && facts.outlook.agents > 0) return EnteringView({ frame, facts });
  return JoinView({ frame, facts, lapsed, ...(errors ? { errors } : {}) });
}
