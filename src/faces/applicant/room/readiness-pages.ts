import type { FastifyInstance } from "fastify";
import { orderReadinessPath } from "../../../contract/holder-addresses.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { readinessOf } from "../../../rooms/readiness/readiness-reads.ts";
import { requireVideoOrder } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import { qrOf } from "../../ui/qr.ts";
import { frameOf } from "../applicant-page.tsx";
import { ReadinessView } from "./readiness-view.tsx";

/** `/pedido/:number/teste`: the device test, at any time before the hour; its island measures. */
export function readinessPages(app: FastifyInstance, { ctx }: { ctx: Context }): void {
  app.get<{ Params: { number: string } }>(orderReadinessPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const here = new URL(orderReadinessPath(order.number), ctx.config.publicUrl).href;
    const qr = await qrOf(here);
    const passport = await readinessOf(ctx.db, order.id);
    return sendPage(reply, ReadinessView({ frame: await frameOf(ctx, order.raId), order, passport, qr }));
  });
}
