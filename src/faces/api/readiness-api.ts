import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import {
  apiOrderLineProbeBytesPath,
  apiOrderLineProbePath,
  apiOrderReadinessPath,
} from "../../contract/program-addresses.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { minuteMs } from "../../platform/time/durations.ts";
import { mediaReason, type RoomMedia } from "../../rooms/media-port.ts";
import { keepReadiness } from "../../rooms/readiness/keep-readiness.ts";
import { readinessChecks, verdicts } from "../../rooms/readiness/readiness.ts";
import { RoomsFailure } from "../../rooms/rooms-failures.ts";
import { holderOfRequest, requireOrder } from "../order-access.ts";

const probeMs = 15_000;
const mostBytes = 1_048_576;
let drawn: Buffer | undefined;
/** Noise does not compress, so a proxy on the way cannot flatter the line. Drawn once, for the first who tests one. */
const noise = (): Buffer => (drawn ??= randomBytes(mostBytes));

const finding = z.object({ verdict: z.enum(verdicts), value: z.string().max(60) });
const kept = z.object({ findings: z.partialRecord(z.enum(readinessChecks), finding) });
const offered = z.object({
  offer: z.string().min(1).max(65_536),
  transport: z.enum(["udp", "tcp"]).default("udp"),
});
const wanted = z.object({ bytes: z.coerce.number().int().min(1).max(mostBytes).default(mostBytes) });

/** The readiness passport's server side (docs/room-protocol.md, "Readiness passport"). */
export function readinessApi(app: FastifyInstance, { ctx, media }: { ctx: Context; media: RoomMedia }): void {
  /** The one probe of an order and the alarm that ends it. */
  const probes = new Map<string, { room: string; alarm: NodeJS.Timeout }>();
  const end = async (orderId: string): Promise<void> => {
    const probe = probes.get(orderId);
    if (!probe) return;
    probes.delete(orderId);
    clearTimeout(probe.alarm);
    await media.closeRoom(probe.room).catch((error) => ctx.log.warn({ err: error }, "line probe did not close"));
    await media.removeRoom(probe.room);
  };
  app.addHook("preClose", async () => void (await Promise.all([...probes.keys()].map(end))));
  app.addContentTypeParser("application/octet-stream", { parseAs: "buffer", bodyLimit: mostBytes }, (_, body, done) =>
    done(null, body),
  );
  const limit = { config: { rateLimit: { max: 60, timeWindow: minuteMs } } };
  const orderOf = (request: FastifyRequest) =>
    requireOrder(ctx, request, (request.params as { number: string }).number);

  app.post(apiOrderReadinessPath.route, limit, async (request, reply) => {
    const order = await orderOf(request);
    const { success, data } = kept.safeParse(request.body);
    if (!success) throw new Failure("form-invalid");
    const { score } = await keepReadiness(ctx, {
      orderId: order.id,
      findings: data.findings,
      by: await holderOfRequest(ctx, request),
    });
    return reply.status(201).send({ score });
  });

  app.post(apiOrderLineProbePath.route, limit, async (request, reply) => {
    const order = await orderOf(request);
    const { success, data } = offered.safeParse(request.body);
    if (!success) throw new Failure("form-invalid");
    await end(order.id);
    const room = newId();
    // Alone in a room of its own: the recorder begins with the second member, so nothing of it is kept.
    probes.set(order.id, { room, alarm: setTimeout(() => void end(order.id), probeMs) });
    try {
      const { offer, transport } = data;
      return reply.status(201).send({ answer: await media.join(room, "applicant", offer, 1, { transport }) });
    } catch (error) {
      await end(order.id);
      const reason = mediaReason(error);
      if (reason === undefined) throw error;
      throw new RoomsFailure(reason === "offer-unusable" ? "room-offer-unusable" : "room-media-unavailable");
    }
  });

  app.delete(apiOrderLineProbePath.route, limit, async (request, reply) => {
    await end((await orderOf(request)).id);
    return reply.status(204).send();
  });

  app.get(apiOrderLineProbeBytesPath.route, limit, async (request, reply) => {
    await orderOf(request);
    const { success, data } = wanted.safeParse(request.query);
    if (!success) throw new Failure("form-invalid");
    return reply.type("application/octet-stream").send(noise().subarray(0, data.bytes));
  });

  app.post(apiOrderLineProbeBytesPath.route, { ...limit, bodyLimit: mostBytes }, async (request, reply) => {
    await orderOf(request);
    return reply.status(204).send();
  });
}
