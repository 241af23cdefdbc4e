import type { FastifyInstance } from "fastify";
import {
  orderNowPath,
  orderPath,
  orderPaymentPath,
  orderPaymentSimulatedBankPath,
  orderPaymentSlotPath,
  orderPaymentStatePath,
  orderPaymentTimePath,
  orderSlotPath,
} from "../../../contract/holder-addresses.ts";
import type { PlacedOrder } from "../../../orders/order.ts";
import { openCharge } from "../../../payments/open-charge.ts";
import { PaymentsFailure } from "../../../payments/payments-failures.ts";
import { openChargeOf, paymentOf } from "../../../payments/payments-reads.ts";
import { recordPayment } from "../../../payments/record-payment.ts";
import { extendHold } from "../../../scheduling/appointments/extend-hold.ts";
import { bookHeldSlot } from "../../../scheduling/booking/book-held-slot.ts";
import { renewHold } from "../../../scheduling/booking/renew-hold.ts";
import { isWaiting } from "../../../scheduling/line/walk-in.ts";
import { lastWaitOf, wishedAt } from "../../../scheduling/line/walk-in-reads.ts";
import { joinWished } from "../../../scheduling/line/wish-walk-in.ts";
import { SchedulingFailure } from "../../../scheduling/scheduling-failures.ts";
import { openDeadlinesOf } from "../../../watch/deadlines/deadline-reads.ts";
import { holderOfRequest, requireVideoOrder } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import { type ApplicantDeps, frameOf } from "../applicant-page.tsx";
import { PaymentByHandView, PaymentView } from "./payment-view.tsx";
import { lostAmong, matesOf } from "./purchase-mates.ts";

type OrderRoute = { Params: { number: string } };

/** `/pedido/:number/pagamento`: the Pix code, and nothing to press when it was paid elsewhere. */
export function paymentPages(app: FastifyInstance, { ctx, provider }: ApplicantDeps): void {
  /** Who chose "Atender agora" while buying goes on to the line. */
  const oncePaid = async ({ id, number, cancelledAt }: PlacedOrder) => {
    const wait = await lastWaitOf(ctx.db, id);
    const isLine = (await wishedAt(ctx.db, id)) !== undefined || (wait && isWaiting(wait, ctx.clock.now()));
    return isLine && !cancelledAt ? orderNowPath(number) : orderPath(number);
  };

  app.get<OrderRoute>(orderPaymentPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    if (order.cancelledAt || (await paymentOf(ctx.db, order.id))) return reply.redirect(await oncePaid(order), 303);
    if (!provider) {
      const deadline = (await openDeadlinesOf(ctx.db, order.id)).find(({ kind }) => kind === "payment");
      const [frame, next] = [await frameOf(ctx, order.raId), await oncePaid(order)];
      return sendPage(reply, PaymentByHandView({ frame, order, next, until: deadline?.dueAt }));
    }
    const charge = await openCharge(ctx, provider, { orderId: order.id, by: await holderOfRequest(ctx, request) });
    // Loaded when first wanted: a start has no use for it.
    const { default: QRCode } = await import("qrcode");
    const qr = await QRCode.toString(charge.brcode, { type: "svg", margin: 2, errorCorrectionLevel: "M" });
    const mates = await matesOf(ctx, request, order);
    const paidWith = charge.items
      .map((item) => ({ item, mate: mates.find((mate) => mate.order.id === item.orderId) }))
      .sort((a, b) => (a.mate?.order.purchasePosition ?? Infinity) - (b.mate?.order.purchasePosition ?? Infinity));
    return sendPage(
      reply,
      PaymentView({
        frame: await frameOf(ctx, order.raId),
        order,
        charge,
        qr: `data:image/svg+xml;base64,${Buffer.from(qr).toString("base64")}`,
        paidWith,
        next: await oncePaid(order),
        lost: lostAmong(mates, ctx.clock.now())?.time,
        simulated: provider.simulation !== undefined,
        now: ctx.clock.now(),
      }),
    );
  });

  app.get<OrderRoute>(orderPaymentStatePath.route, async (request) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    return { paid: (await paymentOf(ctx.db, order.id)) !== undefined };
  });

  app.post<OrderRoute>(orderPaymentTimePath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const held = (await matesOf(ctx, request, order)).find(({ open }) => open?.status === "held");
    // Without a hold that still runs, the page says that it is over and how to go on.
    if (held) await extendHold(ctx, { orderId: held.order.id, by: await holderOfRequest(ctx, request) });
    return reply.redirect(orderPaymentPath(order.number), 303);
  });

  app.post<OrderRoute>(orderPaymentSlotPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const lost = lostAmong(await matesOf(ctx, request, order), ctx.clock.now());
    const by = await holderOfRequest(ctx, request);
    try {
      if (lost) await renewHold(ctx, { orderIds: lost.orderIds, ...lost.time, by });
      return reply.redirect(orderPaymentPath(order.number), 303);
    } catch (error) {
      if (!(error instanceof SchedulingFailure) || error.code !== "hold-lost") throw error;
      return reply.redirect(`${orderSlotPath(order.number)}?perdido=sim`, 303);
    }
  });

  // Exists only where the bank is a pretended one: no real provider can be told from a page that it was paid.
  if (!provider?.simulation) return;
  const { simulation } = provider;
  app.post<OrderRoute>(orderPaymentSimulatedBankPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const charge = await openChargeOf(ctx.db, order.id);
    if (!charge) throw new PaymentsFailure("charge-unknown");
    await recordPayment(ctx, simulation.pay(charge, ctx.clock.now()));
    // The event does this too; here so that the very next page already shows the time as booked.
    await bookHeldSlot(ctx, { orderId: order.id });
    await joinWished(ctx, { orderId: order.id });
    return reply.redirect(await oncePaid(order), 303);
  });
}
