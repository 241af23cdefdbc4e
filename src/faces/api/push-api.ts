import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { apiOrderPushSubscriptionPath, pushWorkerPath } from "../../contract/program-addresses.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { minuteMs } from "../../platform/time/durations.ts";
import { dropSubscription, keepSubscription } from "../../push/keep-subscription.ts";
import { PushFailure } from "../../push/push-failures.ts";
import { assetText } from "../assets.ts";
import { holderOfRequest, requireOrder } from "../order-access.ts";

const given = z.object({
  endpoint: z.string().min(1).max(1000),
  keys: z.object({ p256dh: z.string().max(200), auth: z.string().max(100) }),
});
const dropped = z.object({ endpoint: z.string().min(1).max(1000) });
const limit = { config: { rateLimit: { max: 20, timeWindow: minuteMs } } };

/** "Avise-me quando chegar a minha vez": the browser's subscription, and the worker that shows the word. */
export function pushApi(app: FastifyInstance, { ctx }: { ctx: Context }): void {
  const address = apiOrderPushSubscriptionPath.route;

  app.post<{ Params: { number: string } }>(address, limit, async (request, reply) => {
    const order = await requireOrder(ctx, request, request.params.number);
    const { success, data } = given.safeParse(request.body);
    if (!success) throw new PushFailure("push-refused");
    await keepSubscription(ctx, {
      orderId: order.id,
      given: { endpoint: data.endpoint, ...data.keys },
      by: await holderOfRequest(ctx, request),
    });
    return reply.status(201).send({});
  });

  app.delete<{ Params: { number: string } }>(address, limit, async (request, reply) => {
    const order = await requireOrder(ctx, request, request.params.number);
    const { success, data } = dropped.safeParse(request.body);
    if (!success) throw new Failure("form-invalid");
    const { endpoint } = data;
    await dropSubscription(ctx, { orderId: order.id, endpoint, by: await holderOfRequest(ctx, request) });
    return reply.status(204).send();
  });

  // A worker keeps its address for ever, so this one carries no hash; the browser asks again at each registration.
  app.get(pushWorkerPath.route, async (_request, reply) =>
    reply.type("text/javascript; charset=utf-8").send(assetText("push-worker-island.js")),
  );
}
