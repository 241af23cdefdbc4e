import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { z } from "zod";
import { productByCode } from "../../catalog/catalog-reads.ts";
import {
  apiDescriptionPath,
  apiOrderLookupsPath,
  apiProductSlotsPath,
  apiProductsPath,
  apiRegistrationAuthoritiesPath,
} from "../../contract/program-addresses.ts";
import { matchOrder } from "../../orders/access/find-order.ts";
import { OrdersFailure } from "../../orders/orders-failures.ts";
import { paymentOf } from "../../payments/payments-reads.ts";
import {
  registrationAuthorities,
  registrationAuthorityBySlug,
} from "../../people/authority/registration-authority-reads.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { saleGap, shelfOf } from "../../scheduling/agenda/shop-opening-reads.ts";
import { openAppointmentOf } from "../../scheduling/appointments/scheduling-reads.ts";
import { SchedulingFailure } from "../../scheduling/scheduling-failures.ts";
import { offerSlots } from "../slot-offer.ts";

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
  })
  .describe("RFC 9457 problem details; `code` is stable, `title` and `detail` are in Portuguese");

const registrationAuthority = z.object({
  slug: z.string(),
  name: z.string(),
  phone: z.string(),
  openingHours: z.string(),
});

const product = z.object({
  code: z.string(),
  name: z.string(),
  person: z.enum(["natural", "legal"]),
  certificateType: z.enum(["A1", "A3"]),
  validityMonths: z.int(),
  slotMinutes: z.int(),
  priceCentavos: z.int(),
  onSale: z.boolean().describe("whether it can be bought now: it is issued here, attended, and can be verified"),
});

const slot = z.object({ startsAt: z.iso.datetime(), endsAt: z.iso.datetime() });

const orderState = z.object({
  number: z.string(),
  placedAt: z.iso.datetime(),
  paidAt: z.iso.datetime().nullable(),
  appointment: slot.nullable(),
  cancelledAt: z.iso.datetime().nullable(),
});

/** What anyone may ask, and what number + CPF/CNPJ open. The document is at /api/v1/openapi.json. */
export async function publicApi(app: FastifyInstance, ctx: Context): Promise<void> {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Confere", version: "1", description: "Certificados digitais por videoconferência." },
      servers: [{ url: ctx.config.publicUrl }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(async (scope) => routes(scope, ctx));
  app.get(apiDescriptionPath.route, { schema: { hide: true } }, async () => app.swagger());
}

function routes(scope: FastifyInstance, ctx: Context): void {
  const api = scope.withTypeProvider<ZodTypeProvider>();
  const refused = { "4xx": problem };

  api.get(
    apiRegistrationAuthoritiesPath(),
    { schema: { summary: "ARs of this installation", response: { 200: z.array(registrationAuthority), ...refused } } },
    async () => registrationAuthorities(ctx.db),
  );

  api.get(
    apiProductsPath.route,
    {
      schema: {
        summary: "What an AR sells",
        params: z.object({ slug: z.string() }),
        response: { 200: z.array(product), ...refused },
      },
    },
    async (request) => {
      const shelf = await shelfOf(ctx.db, (await raOf(ctx, request.params.slug)).id, ctx.clock.now());
      return shelf.map(({ product, gap }) => ({ ...product, onSale: gap === undefined }));
    },
  );

  api.get(
    apiProductSlotsPath.route,
    {
      schema: {
        summary: "Free times of one day (the first day with any, unless told)",
        params: z.object({ slug: z.string(), code: z.string() }),
        querystring: z.object({ day: z.iso.date().optional() }),
        response: { 200: z.array(slot), ...refused },
      },
    },
    async (request) => {
      const ra = await raOf(ctx, request.params.slug);
      const wanted = await productByCode(ctx.db, ra.id, request.params.code);
      if (!wanted?.active) throw new Failure("not-found");
      const gap = await saleGap(ctx.db, wanted, ctx.clock.now());
      if (gap === "not-issued") throw new OrdersFailure("certificate-not-issued", { type: wanted.certificateType });
      if (gap) throw new SchedulingFailure("shop-not-attended");
      const { days, chosen } = await offerSlots(ctx, [wanted], { dia: request.query.day });
      const { day } = request.query;
      const slots = day ? (days.find((one) => one.day === day)?.slots ?? []) : (chosen?.slots ?? []);
      return slots.map(({ startsAt, endsAt }) => interval(startsAt, endsAt));
    },
  );

  api.post(
    apiOrderLookupsPath(),
    {
      schema: {
        summary: "State of an order, for who knows its number and its CPF or CNPJ",
        body: z.object({ number: z.string().max(40), taxpayerId: z.string().max(40) }),
        response: { 200: orderState, ...refused },
      },
    },
    async (request) => {
      const { order, number } = await matchOrder(ctx, { ...request.body, address: request.ip });
      if (!order.placedAt) throw new OrdersFailure("order-not-matched");
      const payment = await paymentOf(ctx.db, order.id);
      const appointment = await openAppointmentOf(ctx.db, order.id, ctx.clock.now());
      return {
        number,
        placedAt: order.placedAt.toISOString(),
        paidAt: payment?.paidAt.toISOString() ?? null,
        appointment: appointment ? interval(appointment.startsAt, appointment.endsAt) : null,
        cancelledAt: order.cancelledAt?.toISOString() ?? null,
      };
    },
  );
}

async function raOf(ctx: Context, slug: string) {
  const ra = await registrationAuthorityBySlug(ctx.db, slug);
  if (!ra) throw new Failure("not-found");
  return ra;
}

function interval(startsAt: Date, endsAt: Date): z.infer<typeof slot> {
  return { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
}
