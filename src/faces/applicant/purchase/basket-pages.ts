import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { productByCode } from "../../../catalog/catalog-reads.ts";
import { purchaseBasketPath, purchaseCompanyPath, purchaseRemovalPath } from "../../../contract/holder-addresses.ts";
import { describeCompany } from "../../../orders/draft/describe-company.ts";
import { removeCertificate } from "../../../orders/draft/remove-certificate.ts";
import { dayInBrazil } from "../../../orders/order-day.ts";
import { OrdersFailure } from "../../../orders/orders-failures.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { formatTaxpayerId } from "../../../platform/taxpayer-id.ts";
import { chainTerms } from "../../../scheduling/agenda/find-slots.ts";
import type { Appointment } from "../../../scheduling/appointments/appointment.ts";
import { releaseOrderTime } from "../../../scheduling/appointments/release-appointment.ts";
import { addToPurchase } from "../../../scheduling/booking/add-to-purchase.ts";
import { holdAgain } from "../../../scheduling/booking/hold-again.ts";
import { answerForm, type FormErrors, type FormValues } from "../../form.ts";
import { accessTokenOf, holderOfRequest, keepAccessToken, requireDraft } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import { BasketView, CompanyView } from "./basket-view.tsx";
import { offersOf } from "./home-page.ts";
import { enterPurchase, holdsOf, lostTimeOf, onward, type StepRoute } from "./purchase-entry.ts";
import { addForm, companyForm } from "./purchase-forms.ts";
import { type Purchase, purchaseOf, sharedHref } from "./purchase-steps.ts";

type Change = FastifyRequest<StepRoute>;

/** Several certificates in one purchase: the basket, one more, one less, and the company of one that was added. */
export function basketPages(app: FastifyInstance, ctx: Context): void {
  app.get<StepRoute>(purchaseBasketPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "certificados");
    if (!purchase) return reply;
    return sendPage(reply, await basketView(ctx, purchase, request.query.dia));
  });

  app.post<StepRoute>(purchaseBasketPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "certificados");
    if (!purchase) return reply;
    const { order, lines } = purchase;
    return answerForm(
      reply,
      addForm,
      request.body,
      async ({ produto }) => {
        const product = await productByCode(ctx.db, order.raId, produto);
        const accessToken = accessTokenOf(ctx, request);
        if (!product || !accessToken) throw new OrdersFailure("product-not-on-sale");
        await chainTerms(ctx.db, [...lines.map((line) => line.product.id), product.id], ctx.clock.now());
        const held = await holdsOf(ctx, purchase);
        const by = await holderOfRequest(ctx, request);
        const added = await addToPurchase(ctx, { orderId: order.id, productId: product.id, accessToken, by });
        keepAccessToken(ctx, reply, added.accessToken);
        return backToBasket(ctx, request, reply, order.id, held);
      },
      async (errors) => basketView(ctx, purchase, undefined, errors),
    );
  });

  app.post<StepRoute>(purchaseRemovalPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply);
    if (!purchase) return reply;
    const { order, lines } = purchase;
    const held = await holdsOf(ctx, purchase);
    await removeCertificate(ctx, { orderId: order.id, by: await holderOfRequest(ctx, request) });
    // The event does this too; here so that the others may be held anew without a gap.
    await releaseOrderTime(ctx, { orderId: order.id, reason: "order-cancelled", actor: { kind: "applicant" } });
    const left = lines.find((line) => line.order.id !== order.id);
    if (!left) return reply.redirect(`/?ar=${purchase.frame.ra?.slug ?? ""}#certificados`, 303);
    return backToBasket(ctx, request, reply, left.order.id, held);
  });

  app.get<StepRoute>(purchaseCompanyPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "empresa");
    if (!purchase) return reply;
    if (purchase.product.person !== "legal") throw new Failure("not-found");
    return sendPage(reply, CompanyView({ purchase, values: knownCompany(purchase) }));
  });

  app.post<StepRoute>(purchaseCompanyPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "empresa");
    if (!purchase) return reply;
    const orderId = purchase.order.id;
    return answerForm(
      reply,
      companyForm,
      request.body,
      async (company) => {
        await describeCompany(ctx, { orderId, company, by: await holderOfRequest(ctx, request) });
        return reply.redirect(sharedHref(purchase, "certificados"), 303);
      },
      (errors, values) => CompanyView({ purchase, errors, values }),
      { "name-not-writable": "empresa" },
    );
  });
}

/** Holds the times of the changed purchase anew where any were held, and shows the basket; a day whose time was lost is told. */
async function backToBasket(
  ctx: Context,
  request: Change,
  reply: FastifyReply,
  orderId: string,
  held: ReadonlyMap<string, Appointment>,
): Promise<FastifyReply> {
  const purchase = await purchaseOf(ctx, await requireDraft(ctx, request, orderId));
  const basket = sharedHref(purchase, "certificados");
  const [first] = [...held.values()].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  if (!first) return reply.redirect(basket, 303);
  const { startsAt, language } = first;
  const orderIds = purchase.lines.map(({ order }) => order.id);
  const again = await holdAgain(ctx, { orderIds, startsAt, language, by: await holderOfRequest(ctx, request) });
  return reply.redirect(again ? basket : `${basket}?dia=${dayInBrazil(startsAt)}`, 303);
}

async function basketView(ctx: Context, purchase: Purchase, lostDay: string | undefined, errors?: FormErrors) {
  const holds = await holdsOf(ctx, purchase);
  const lost = lostDay !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(lostDay) && holds.size === 0 ? lostDay : undefined;
  const ranOut = lost ? undefined : await lostTimeOf(ctx, purchase);
  const next = lost ? `${sharedHref(purchase, "horario")}?dia=${lost}` : onward(purchase, holds);
  const offers = await offersOf(ctx, purchase.order.raId);
  return BasketView({ purchase, holds, offers, next, lost: lost !== undefined, ranOut, ...(errors ? { errors } : {}) });
}

/** The company typed before, or that of another certificate of the purchase: most people have one. */
function knownCompany({ order, lines }: Purchase): FormValues {
  const known = order.cnpj ? order : lines.find((line) => line.order.cnpj)?.order;
  return { empresa: known?.companyName ?? "", cnpj: known?.cnpj ? formatTaxpayerId(known.cnpj) : "" };
}
