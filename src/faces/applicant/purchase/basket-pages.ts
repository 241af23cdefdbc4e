import type { FastifyInstance } from "fastify";
import { productByCode } from "../../../catalog/catalog-reads.ts";
import { purchaseBasketPath, purchaseCompanyPath, purchaseRemovalPath } from "../../../contract/holder-addresses.ts";
import { describeCompany } from "../../../orders/draft/describe-company.ts";
import { removeCertificate } from "../../../orders/draft/remove-certificate.ts";
import { OrdersFailure } from "../../../orders/orders-failures.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { formatTaxpayerId } from "../../../platform/taxpayer-id.ts";
import { dayInBrazil } from "../../../platform/time/brasilia.ts";
import { chainTerms } from "../../../scheduling/agenda/find-slots.ts";
import type { Appointment } from "../../../scheduling/appointments/appointment.ts";
import { releaseOrderTime } from "../../../scheduling/appointments/release-appointment.ts";
import { addToPurchase } from "../../../scheduling/booking/add-to-purchase.ts";
import { holdAgain } from "../../../scheduling/booking/hold-again.ts";
import { actsOf, nothing } from "../../acts.ts";
import type { FormErrors, FormValues } from "../../form.ts";
import { accessTokenOf, holderOfRequest, keepAccessToken, requireDraft } from "../../order-access.ts";
import { BasketView, CompanyView } from "./basket-view.tsx";
import { offersOf } from "./home-page.ts";
import { atStep, type ByBuyer, holdsOf, lostTimeOf, onward } from "./purchase-entry.ts";
import { addForm, companyForm } from "./purchase-forms.ts";
import { type Purchase, purchaseOf, sharedHref } from "./purchase-steps.ts";

/** Several certificates in one purchase: the basket, one more, one less, and the company of one that was added. */
export function basketPages(app: FastifyInstance, ctx: Context): void {
  const { page, press } = actsOf(app);

  const atBasket = atStep(ctx, "certificados");
  page(purchaseBasketPath, atBasket, ({ purchase, asked }) => basketView(ctx, purchase, asked.dia));
  press(purchaseBasketPath, {
    guard: atBasket,
    form: addForm,
    act: async ({ produto }, given) => {
      const { purchase, request, reply } = given;
      const product = await productByCode(ctx.db, purchase.order.raId, produto);
      const accessToken = accessTokenOf(ctx, request);
      if (!product || !accessToken) throw new OrdersFailure("product-not-on-sale");
      await chainTerms(ctx.db, [...purchase.lines.map((line) => line.product.id), product.id], ctx.clock.now());
      const held = await holdsOf(ctx, purchase);
      const wanted = { orderId: purchase.order.id, productId: product.id, accessToken, by: await given.by() };
      const added = await addToPurchase(ctx, wanted);
      keepAccessToken(ctx, reply, added.accessToken);
      return backToBasket(ctx, given, purchase.order.id, held);
    },
    to: (_, basket) => basket,
    again: ({ purchase }, errors) => basketView(ctx, purchase, undefined, errors),
  });
  press(purchaseRemovalPath, {
    guard: atStep(ctx),
    form: nothing,
    act: async (_, given) => {
      const { order, lines, frame } = given.purchase;
      const held = await holdsOf(ctx, given.purchase);
      await removeCertificate(ctx, { orderId: order.id, by: await given.by() });
      // The event does this too; here so that the others may be held anew without a gap.
      await releaseOrderTime(ctx, { orderId: order.id, reason: "order-cancelled", actor: { kind: "applicant" } });
      const left = lines.find((line) => line.order.id !== order.id);
      return left ? backToBasket(ctx, given, left.order.id, held) : `/?ar=${frame.ra?.slug ?? ""}#certificados`;
    },
    to: (_, next) => next,
  });

  const atCompany = atStep(ctx, "empresa");
  page(purchaseCompanyPath, atCompany, ({ purchase }) => {
    if (purchase.product.person !== "legal") throw new Failure("not-found");
    return CompanyView({ purchase, values: knownCompany(purchase) });
  });
  press(purchaseCompanyPath, {
    guard: atCompany,
    form: companyForm,
    act: async (company, { purchase, by }) =>
      describeCompany(ctx, { orderId: purchase.order.id, company, by: await by() }),
    to: ({ purchase }) => sharedHref(purchase, "certificados"),
    again: ({ purchase }, errors, values) => CompanyView({ purchase, errors, values }),
    beside: { "name-not-writable": "empresa" },
  });
}

/** Holds the times of the changed purchase anew where any were held, and leads to the basket; a day whose time was lost is told. */
async function backToBasket(
  ctx: Context,
  { request }: ByBuyer,
  orderId: string,
  held: ReadonlyMap<string, Appointment>,
): Promise<string> {
  const purchase = await purchaseOf(ctx, await requireDraft(ctx, request, orderId));
  const basket = sharedHref(purchase, "certificados");
  const [first] = [...held.values()].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  if (!first) return basket;
  const { startsAt, language } = first;
  const orderIds = purchase.lines.map(({ order }) => order.id);
  const again = await holdAgain(ctx, { orderIds, startsAt, language, by: await holderOfRequest(ctx, request) });
  return again ? basket : `${basket}?dia=${dayInBrazil(startsAt)}`;
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
