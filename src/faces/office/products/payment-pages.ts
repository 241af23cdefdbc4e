import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { officePaymentPath, officePaymentsPath } from "../../../contract/office-addresses.ts";
import { orderByNumber } from "../../../orders/orders-reads.ts";
import { type HandMeans, handMeans, shortestHandReason } from "../../../payments/charge.ts";
import { paymentOf, paymentsByHandOf, unpaidOrdersOf } from "../../../payments/payments-reads.ts";
import { recordPaymentByHand } from "../../../payments/record-payment-by-hand.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { paymentDatesOf } from "../../../watch/deadlines/deadline-reads.ts";
import { answerForm, type FormErrors, type FormValues } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { HandPaymentView, UnpaidView } from "./payment-view.tsx";

const form = z.object({
  meio: z.enum(Object.keys(handMeans) as [HandMeans, ...HandMeans[]], "Escolha como o dinheiro chegou."),
  motivo: z
    .string()
    .trim()
    .min(shortestHandReason, "Escreva em uma frase como você sabe que o dinheiro chegou.")
    .max(500, "Texto longo demais."),
  certeza: z.literal("sim", "Marque que você conferiu o recebimento."),
});

type Address = { Params: { number: string } };
type Asked = { Querystring: { busca?: string; registrado?: string } };

/** `/office/pagamentos`: orders that wait for money, and money that reached the AR beside the site, written down by a manager. */
export function paymentPages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  app.get<Asked>(officePaymentsPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const { busca, registrado } = request.query;
    const words = typeof busca === "string" ? busca.trim().slice(0, 100) : "";
    return sendPage(
      reply,
      UnpaidView({
        frame,
        words,
        recorded: typeof registrado === "string" ? registrado : undefined,
        unpaid: await unpaidOrdersOf(ctx.db, frame.who.raId, words),
        waitsUntil: await paymentDatesOf(ctx.db, frame.who.raId),
        byHand: await paymentsByHandOf(ctx.db, frame.who.raId),
      }),
    );
  });

  const orderOf = async (frame: OfficeFrame, number: string) => {
    const order = await orderByNumber(ctx.db, number.toUpperCase());
    if (!order || order.raId !== frame.who.raId || !order.number) throw new Failure("not-found");
    return order;
  };
  const view = async (frame: OfficeFrame, number: string, errors?: FormErrors, values?: FormValues) => {
    const order = await orderOf(frame, number);
    const paidAt = (await paymentOf(ctx.db, order.id))?.paidAt;
    return HandPaymentView({ frame, order, paidAt, errors, values });
  };

  app.get<Address>(officePaymentPath.route, async (request, reply) =>
    sendPage(reply, await view(await officeFrame(ctx, request, "manager"), request.params.number)),
  );

  app.post<Address>(officePaymentPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const { number } = request.params;
    return answerForm(
      reply,
      form,
      request.body,
      async ({ meio, motivo }) => {
        const order = await orderOf(frame, number);
        if (await paymentOf(ctx.db, order.id)) return sendPage(reply, await view(frame, number), 409);
        await recordPaymentByHand(ctx, { orderId: order.id, means: meio, reason: motivo, by: frame.who });
        return reply.redirect(`${officePaymentsPath()}?registrado=${order.number}`, 303);
      },
      (errors, values) => view(frame, number, errors, values),
      { "payment-reason-missing": "motivo" },
    );
  });
}
