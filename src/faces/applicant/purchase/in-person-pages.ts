import type { FastifyInstance } from "fastify";
import { z } from "zod";
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
import { actsOf } from "../../acts.ts";
import type { FormErrors } from "../../form.ts";
import { Elsewhere } from "../../page.ts";
import type { SlotQuery } from "../../slot-offer.ts";
import { besideSlot, offerSlots, slotForm } from "../../slot-offer.ts";
import type { Sites } from "../sites-card.tsx";
import { InPersonCheckView, InPersonSlotView } from "./in-person-view.tsx";
import { atStep } from "./purchase-entry.ts";
import { inPersonConfirmForm, siteForm } from "./purchase-forms.ts";
import { type Purchase, stepHref } from "./purchase-steps.ts";

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
  const { page, press } = actsOf(app);
  const slotView = async (purchase: Purchase, asked: SlotQuery, errors?: FormErrors) => {
    const { order, product } = purchase;
    const offer = await offerSlots(ctx, [product], asked, { siteId: order.siteId, holderCpf: order.cpf });
    return InPersonSlotView({ purchase, site: await siteOf(ctx, purchase), offer, ...(errors && { errors }) });
  };

  press(purchaseSitePath, {
    guard: atStep(ctx),
    form: z.unknown(),
    act: async (body, { purchase, by }) => {
      // The page's own buttons send only sites that exist.
      const { success, data } = siteForm.safeParse(body ?? {});
      if (!success) throw new Failure("not-found");
      await chooseSite(ctx, { orderId: purchase.order.id, siteId: data.posto, by: await by() });
    },
    to: ({ purchase: { order } }) => stepHref(order, order.cpf ? "contato" : "dados"),
  });

  const atSlots = atStep(ctx, "horario");
  page(purchaseSiteSlotPath, atSlots, ({ purchase, asked }) => slotView(purchase, asked));
  press(purchaseSiteSlotPath, {
    guard: atSlots,
    form: slotForm,
    act: ({ horario, idioma }) => new URLSearchParams({ horario: horario.toISOString(), ...(idioma && { idioma }) }),
    to: ({ purchase }, chosen) => `${stepHref(purchase.order, "conferir")}?${chosen}`,
    again: ({ purchase, asked }, errors, { idioma }) => slotView(purchase, { dia: asked.dia, idioma }, errors),
  });

  const atCheck = atStep(ctx, "conferir");
  page(purchaseSiteCheckPath, atCheck, async ({ purchase, asked }) => {
    const { success, data: chosen } = slotForm.safeParse(asked);
    if (!success) throw new Elsewhere(stepHref(purchase.order, "horario"));
    return InPersonCheckView({ purchase, site: await siteOf(ctx, purchase), chosen });
  });
  press(purchaseSiteCheckPath, {
    guard: async (request, reply) => {
      const given = await atCheck(request, reply);
      return { ...given, site: await siteOf(ctx, given.purchase) };
    },
    form: inPersonConfirmForm,
    act: async ({ horario: startsAt, idioma: language }, { purchase, by }) =>
      bookVisit(ctx, { orderId: purchase.order.id, startsAt, language, by: await by() }),
    to: (_, { number }) => orderPath(number),
    again: ({ purchase, site }, errors, values) => {
      const { success, data: chosen } = slotForm.safeParse(values);
      return success ? InPersonCheckView({ purchase, site, chosen, errors }) : slotView(purchase, {}, errors);
    },
    beside: besideSlot,
  });
}

async function siteOf(ctx: Context, { order }: Purchase): Promise<Site> {
  const site = order.siteId === null ? undefined : await siteById(ctx.db, order.siteId);
  if (!site) throw new Failure("not-found");
  return site;
}
