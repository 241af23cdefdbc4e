import type { FastifyInstance } from "fastify";
import {
  orderPath,
  purchaseSiteCheckPath,
  purchaseSitePath,
  purchaseSiteSlotPath,
} from "../../../contract/holder-addresses.ts";
import type { Site } from "../../../people/authority/site.ts";
import { siteById, sitesOf } from "../../../people/authority/site-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { servedSitesOf } from "../../../scheduling/agenda/agenda-reads.ts";
import { bookVisit } from "../../../scheduling/booking/book-visit.ts";
import { chooseSite } from "../../../scheduling/booking/choose-site.ts";
import { answerForm, type FormErrors } from "../../form.ts";
import { holderOfRequest } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import type { SlotQuery } from "../../slot-offer.ts";
import { besideSlot, offerSlots, slotForm } from "../../slot-offer.ts";
import type { Sites } from "../sites-card.tsx";
import { InPersonCheckView, InPersonSlotView } from "./in-person-view.tsx";
import { enterPurchase, type StepRoute } from "./purchase-entry.ts";
import { inPersonConfirmForm, siteForm } from "./purchase-forms.ts";
import { type Purchase, stepHref } from "./purchase-steps.ts";

type CheckRoute = StepRoute & { Querystring: { horario?: string; idioma?: string } };

/** The AR's sites as the page of a "no" shows them. */
export async function knownSites(ctx: Context, raId: string): Promise<Sites> {
  const served = await servedSitesOf(ctx.db, raId);
  return { all: await sitesOf(ctx.db, raId), served: new Set(served.map(({ id }) => id)) };
}

/**
 * The way in person: the site, then data and contact as ever, then its time and the check under `/comprar/:id/posto/…`.
 * Nothing is held meanwhile, so the chosen time travels in the address and is taken with the order's number, or not.
 */
export function inPersonPages(app: FastifyInstance, ctx: Context): void {
  const slotView = async (purchase: Purchase, asked: SlotQuery, errors?: FormErrors) => {
    const { order, product } = purchase;
    const offer = await offerSlots(ctx, [product], asked, { siteId: order.siteId, holderCpf: order.cpf });
    return InPersonSlotView({ purchase, site: await siteOf(ctx, purchase), offer, ...(errors && { errors }) });
  };

  app.post<StepRoute>(purchaseSitePath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply);
    if (!purchase) return reply;
    const { order } = purchase;
    const form = siteForm.safeParse(request.body ?? {});
    if (!form.success) throw new Failure("not-found");
    const by = await holderOfRequest(ctx, request);
    await chooseSite(ctx, { orderId: order.id, siteId: form.data.posto, by });
    return reply.redirect(stepHref(order, order.cpf ? "contato" : "dados"), 303);
  });

  app.get<StepRoute>(purchaseSiteSlotPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "horario");
    return purchase ? sendPage(reply, await slotView(purchase, request.query)) : reply;
  });

  app.post<StepRoute>(purchaseSiteSlotPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "horario");
    if (!purchase) return reply;
    return answerForm(
      reply,
      slotForm,
      request.body,
      async ({ horario, idioma }) => {
        const chosen = new URLSearchParams({ horario: horario.toISOString(), ...(idioma && { idioma }) });
        return reply.redirect(`${stepHref(purchase.order, "conferir")}?${chosen}`, 303);
      },
      (errors, { idioma }) => slotView(purchase, { dia: request.query.dia, idioma }, errors),
    );
  });

  app.get<CheckRoute>(purchaseSiteCheckPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "conferir");
    if (!purchase) return reply;
    const form = slotForm.safeParse(request.query);
    if (!form.success) return reply.redirect(stepHref(purchase.order, "horario"), 303);
    const site = await siteOf(ctx, purchase);
    return sendPage(reply, InPersonCheckView({ purchase, site, chosen: form.data }));
  });

  app.post<StepRoute>(purchaseSiteCheckPath.route, async (request, reply) => {
    const purchase = await enterPurchase(ctx, request, reply, "conferir");
    if (!purchase) return reply;
    const site = await siteOf(ctx, purchase);
    return answerForm(
      reply,
      inPersonConfirmForm,
      request.body,
      async ({ horario: startsAt, idioma: language }) => {
        const by = await holderOfRequest(ctx, request);
        const { number } = await bookVisit(ctx, { orderId: purchase.order.id, startsAt, language, by });
        return reply.redirect(orderPath(number), 303);
      },
      async (errors, values) => {
        const typed = slotForm.safeParse(values);
        if (!typed.success) return slotView(purchase, {}, errors);
        return InPersonCheckView({ purchase, site, chosen: typed.data, errors });
      },
      besideSlot,
    );
  });
}

async function siteOf(ctx: Context, { order }: Purchase): Promise<Site> {
  const site = order.siteId === null ? undefined : await siteById(ctx.db, order.siteId);
  if (!site) throw new Failure("not-found");
  return site;
}
