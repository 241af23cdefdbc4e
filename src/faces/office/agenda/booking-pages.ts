import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { bookingTermsOf, productByCode, rulePackAt } from "../../../catalog/catalog-reads.ts";
import { setBookingTerms } from "../../../catalog/set-booking-terms.ts";
import { officeProductBookingTermsPath } from "../../../contract/office-addresses.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { answerForm } from "../../form.ts";
import { sendPage } from "../../page.ts";
import { parsed } from "../../staff/form-fields.ts";
import { type OfficeDeps, type OfficeFrame, officeFrame } from "../office-page.tsx";
import { type Booking, BookingView } from "./booking-view.tsx";

/** A whole number from `least` to `most`; null where the field was left empty. */
function count(least: number, most: number, message: string) {
  return parsed((text) => {
    const bare = text.trim();
    if (bare === "") return { value: null };
    const value = /^\d{1,6}$/.test(bare) ? Number(bare) : Number.NaN;
    return value >= least && value <= most ? { value } : undefined;
  }, message).transform(({ value }) => value);
}

const pause = count(0, 60, "Digite de 0 a 60 minutos.").transform((value) => value ?? 0);
const bookingForm = z.object({
  slot: z.enum(["15", "30", "45", "60"], "Escolha a duração.").transform(Number),
  before: pause,
  after: pause,
  notice: count(0, 43_200, "Digite de 0 a 43.200 minutos (30 dias), ou deixe em branco."),
  horizon: count(1, 365, "Digite de 1 a 365 dias, ou deixe em branco."),
});

type Address = { Params: { code: string }; Querystring: { guardado?: string } };

/** `/office/produtos/:code/agendamento`: how long its videoconference is, the pauses around it, from when to when it is sold. */
export function bookingPages(app: FastifyInstance, { ctx }: OfficeDeps): void {
  app.get<Address>(officeProductBookingTermsPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request);
    const saved = request.query.guardado === "sim";
    return sendPage(reply, BookingView({ frame, booking: await bookingOf(ctx, frame, request.params.code), saved }));
  });

  app.post<Address>(officeProductBookingTermsPath.route, async (request, reply) => {
    const frame = await officeFrame(ctx, request, "manager");
    const booking = await bookingOf(ctx, frame, request.params.code);
    return answerForm(
      reply,
      bookingForm,
      request.body,
      async ({ slot, before, after, notice, horizon }) => {
        const terms = {
          productId: booking.product.id,
          slotMinutes: slot,
          pauseBeforeMinutes: before,
          pauseAfterMinutes: after,
          noticeMinutes: notice,
          horizonDays: horizon,
        };
        await setBookingTerms(ctx, { terms, by: frame.who });
        return reply.redirect(`${officeProductBookingTermsPath(booking.product.code)}?guardado=sim`, 303);
      },
      (errors, values) => BookingView({ frame, booking, errors, values }),
    );
  });
}

async function bookingOf(ctx: Context, frame: OfficeFrame, code: string): Promise<Booking> {
  const product = await productByCode(ctx.db, frame.who.raId, code);
  if (!product) throw new Failure("not-found");
  const [terms] = await bookingTermsOf(ctx.db, [product.id]);
  const { noticeMinutes, horizonDays } = (await rulePackAt(ctx.db, product.raId, frame.now)).content.booking;
  return { product, terms: terms!, usual: { noticeMinutes, horizonDays } };
}
