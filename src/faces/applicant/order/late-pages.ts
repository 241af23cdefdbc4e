import type { FastifyInstance, FastifyRequest } from "fastify";
import {
  lateOfferPath,
  orderLatenessCallBackPath,
  orderLatenessPath,
  orderLatenessSlotPath,
  orderPath,
} from "../../../contract/holder-addresses.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import { isId } from "../../../platform/ids.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { acceptOffer } from "../../../watch/lateness/accept-offer.ts";
import { askOffice } from "../../../watch/lateness/ask-office.ts";
import { isOfferOpen, type Lateness, lobbyChoices } from "../../../watch/lateness/lateness.ts";
import { isOfferSignature, offerPath } from "../../../watch/lateness/offer-link.ts";
import { latenessById, latenessOf } from "../../../watch/lateness/watch-reads.ts";
import { answerForm } from "../../form.ts";
import { holderOfRequest, requireVideoOrder } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import { besideSlot, slotForm } from "../../slot-offer.ts";
import { frameOf } from "../applicant-page.tsx";
import { LateView, OfferView, RebookedView } from "./late-view.tsx";

type OrderRoute = { Params: { number: string } };
type OfferRoute = { Params: { latenessId: string; signature: string }; Querystring: { horario?: string } };

/** When the agent does not come: what the holder may choose, from the lobby or by the letter's link. */
export function latePages(app: FastifyInstance, { ctx }: { ctx: Context }): void {
  app.get<OrderRoute & { Querystring: { horario?: string } }>(orderLatenessPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const choices = lobbyChoices(await latenessOf(ctx.db, order.id), ctx.clock.now());
    if (!choices) return reply.redirect(orderPath(order.number), 303);
    // What was chosen before the sign-in was lost.
    const wanted = new Date(request.query.horario ?? "").getTime();
    const frame = await frameOf(ctx, order.raId);
    return sendPage(reply, LateView({ frame, number: order.number, choices, wanted }));
  });

  app.post<OrderRoute>(orderLatenessSlotPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const lateness = await latenessOf(ctx.db, order.id);
    const now = ctx.clock.now();
    if (!lateness || !lobbyChoices(lateness, now)) return reply.redirect(orderPath(order.number), 303);
    return answerForm(
      reply,
      slotForm,
      request.body,
      async ({ horario }) => {
        await acceptOffer(ctx, { latenessId: lateness.id, startsAt: horario, by: await holderOfRequest(ctx, request) });
        return reply.redirect(`${orderPath(order.number)}?horario=mudado`, 303);
      },
      async (errors) => {
        const choices = lobbyChoices(lateness, now)!;
        return LateView({ frame: await frameOf(ctx, order.raId), number: order.number, choices, errors });
      },
      besideSlot,
    );
  });

  app.post<OrderRoute>(orderLatenessCallBackPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const lateness = await latenessOf(ctx.db, order.id);
    if (lateness) await askOffice(ctx, { latenessId: lateness.id, by: await holderOfRequest(ctx, request) });
    return reply.redirect(orderLatenessPath(order.number), 303);
  });

  app.get<OfferRoute>(lateOfferPath.route, async (request, reply) => {
    const lateness = await offerOf(ctx, request);
    const frame = await frameOf(ctx, lateness.raId);
    const offers = openOffers(lateness, ctx.clock.now());
    const wanted = request.query.horario ? new Date(request.query.horario) : undefined;
    return sendPage(reply, OfferView({ frame, action: offerPath(ctx.secrets, lateness.id), offers, wanted }));
  });

  app.post<OfferRoute>(lateOfferPath.route, async (request, reply) => {
    const lateness = await offerOf(ctx, request);
    const frame = await frameOf(ctx, lateness.raId);
    return answerForm(
      reply,
      slotForm,
      request.body,
      async ({ horario }) => {
        const { startsAt } = await acceptOffer(ctx, { latenessId: lateness.id, startsAt: horario, by: "letter" });
        return sendPage(reply, RebookedView({ frame, startsAt }));
      },
      (errors) => {
        const offers = openOffers(lateness, ctx.clock.now());
        return OfferView({ frame, action: offerPath(ctx.secrets, lateness.id), offers, wanted: undefined, errors });
      },
      besideSlot,
    );
  });
}

function openOffers(lateness: Lateness, now: Date): Date[] {
  return isOfferOpen(lateness) ? lateness.offers.filter((startsAt) => startsAt > now) : [];
}

/** Failure not-found for anything but a link that we wrote. */
async function offerOf(ctx: Context, request: FastifyRequest<OfferRoute>): Promise<Lateness> {
  const { latenessId, signature } = request.params;
  const known = isId(latenessId) && isOfferSignature(ctx.secrets, latenessId, signature);
  const lateness = known ? await latenessById(ctx.db, latenessId) : undefined;
  if (!lateness) throw new Failure("not-found");
  return lateness;
}
