import cookie from "@fastify/cookie";
import formbody from "@fastify/formbody";
import multipart from "@fastify/multipart";
import rateLimit, { type FastifyRateLimitStoreCtor } from "@fastify/rate-limit";
import websocket from "@fastify/websocket";
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { isAt } from "../contract/address.ts";
import { deskPath, deskSignInPath, deskUnlockPath, mailboxPath } from "../contract/desk-addresses.ts";
import { orderEntryPath } from "../contract/holder-addresses.ts";
import { officePath } from "../contract/office-addresses.ts";
import { apiRoot } from "../contract/program-addresses.ts";
import { saysDiskIsFull } from "../platform/blobs/disk-space.ts";
import { isDatabaseAway } from "../platform/database.ts";
import { Failure } from "../platform/failures/failure.ts";
import { newId } from "../platform/ids.ts";
import { networkOf } from "../platform/network.ts";
import type { Context } from "../platform/settings/context.ts";
import { minuteMs } from "../platform/time/durations.ts";
import { asSeen } from "../platform/typed-text.ts";
import { pageOfForm } from "./applicant/purchase/return-address.ts";
import { assetFiles } from "./assets.ts";
import { countEach, type NetworkCounts, usualLimits, type WireLimits, watchBodies, wireServer } from "./body-watch.ts";
import { placeElsewhere, refuseOtherNames, refuseOtherSites, securityHeaders } from "./door-security.ts";
import { healthPage } from "./health.ts";
import { Elsewhere, sayWhenAgain, sendKeptPage, sendPage } from "./page.ts";
import { readQuery } from "./query.ts";
import { RequestCounts } from "./request-counts.ts";
import { holdRequests } from "./request-in-hand.ts";
import { agentOf } from "./signed-in-agent.ts";
import { StaffFailurePage } from "./staff/staff-failure-view.tsx";
import { FailurePage } from "./ui/failure-page.tsx";

/** How often and how much each network asks. */
type Counted = { requests: RequestCounts; bodies: NetworkCounts };
export const newCounts = (): Counted => ({ requests: new RequestCounts(), bodies: countEach() });

/** A face's routes: a plain function over the door's app. */
export type Routes = (app: FastifyInstance) => void | Promise<void>;

/**
 * The one way in: request ids, limits, security headers, cross-site refusal, and the single place where a
 * Failure becomes an answer (a page, or problem+json under /api/). Doors of one house share what is `counted`; `heard` is told
 * every route that there is.
 */
export async function openDoor(
  ctx: Context,
  routes: Routes[],
  limits: WireLimits = usualLimits,
  counted: Counted = newCounts(),
  heard?: (route: { method: string | string[]; url: string }) => void,
): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    // One proxy in front, on this machine; its last hop is the one believed.
    trustProxy: ctx.config.behindProxy ? "loopback" : false,
    genReqId: () => newId(),
    bodyLimit: 1_048_576,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200, querystringParser: readQuery },
    forceCloseConnections: true,
    serverFactory: (handler) => wireServer(limits, handler),
  });
  if (heard) app.addHook("onRoute", ({ method, url }) => heard({ method, url }));
  await app.register(cookie);
  await app.register(formbody);
  await app.register(multipart, { limits: { fileSize: 20_971_520, files: 10, fields: 50, parts: 60 } });
  await app.register(websocket, { options: { maxPayload: 262_144 } });
  await app.register(rateLimit, {
    global: true,
    max: 600,
    timeWindow: minuteMs,
    allowList: () => false,
    store: function shared() {
      return counted.requests;
    } as unknown as FastifyRateLimitStoreCtor,
    keyGenerator: (request) => networkOf(request.ip),
    errorResponseBuilder: (_request, limit) =>
      new Failure("too-many-requests", { seconds: Math.ceil(limit.ttl / 1000) }),
  });
  holdRequests(app, (reason, request, reply) => answerError(ctx, asError(reason), request, reply));
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(securityHeaders(ctx.config)).header("x-request-id", request.id);
    const elsewhere = placeElsewhere(ctx.config, request);
    if (elsewhere === "") throw new Failure("not-found");
    if (elsewhere !== undefined) return reply.redirect(elsewhere, 303);
    refuseOtherNames(ctx.config, request);
    refuseOtherSites(ctx.config, request);
  });
  watchBodies(app, limits, counted.bodies, (failure, request, reply) => answerError(ctx, failure, request, reply));
  // What was pasted with marks that nobody sees is read as it is seen, and no byte comes in that no text can hold: in
  // every address, field, message and cookie of every route.
  app.addHook("preValidation", async (request) => {
    for (const part of [request.params, request.query, request.cookies]) asSeen(part);
    request.body = fieldsOf(request.body);
  });
  app.addHook("onResponse", async (request, reply) => {
    // The route's pattern, never the address: order numbers and tokens stay out of the log.
    ctx.log.info(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? "(none)",
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      "request",
    );
  });
  app.setErrorHandler((error: FastifyError | Failure, request, reply) => answerError(ctx, error, request, reply));
  // An address that leads nowhere is asked for as dearly as a page: its answer is one.
  app.setNotFoundHandler({ preValidation: app.rateLimit() }, (request, reply) =>
    answerError(ctx, new Failure("not-found"), request, reply),
  );
  healthPage(app, ctx);
  assetFiles(app);
  for (const add of routes) await app.register(async (scope) => add(scope));
  return app;
}

const asError = (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason))) as FastifyError;

/** JSON may be "null", a list or a word where fields are meant: then there are none, and no handler need ask. */
function fieldsOf(body: unknown): unknown {
  if (body === undefined || Buffer.isBuffer(body)) return body;
  return typeof body === "object" && body !== null && !Array.isArray(body) ? asSeen(body) : {};
}

function asFailure(error: FastifyError | Failure): Failure | undefined {
  if (error instanceof Failure) return error;
  if (saysDiskIsFull(error)) return new Failure("disk-low", { seconds: 300 });
  if (isDatabaseAway(error)) return new Failure("database-away", { seconds: 5 });
  if (error.code === "FST_REQ_FILE_TOO_LARGE" || error.code === "FST_ERR_CTP_BODY_TOO_LARGE")
    return new Failure("body-too-large", { limit: "20 MB" });
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500) return new Failure("form-invalid");
  return undefined;
}

/** Refusals that come by the hundred. */
const ofTheCrowd = ["too-many-requests", "busy"];

/** Pages of the people of an AR; everything else is the holder's. */
const isOfStaff = (asked: string) => [deskPath(), officePath(), mailboxPath()].some((one) => isAt(asked, one));

async function answerError(ctx: Context, thrown: FastifyError | Failure, request: FastifyRequest, reply: FastifyReply) {
  const elsewhere = thrown instanceof Elsewhere ? thrown : undefined;
  const isPage = request.method === "GET" && !wantsJson(request);
  if (elsewhere && (isPage || !elsewhere.instead)) return reply.redirect(elsewhere.address, 303);
  const error = elsewhere?.instead ?? thrown;
  const failure = asFailure(error);
  if (!failure || (failure !== error && failure.status >= 500))
    ctx.log.error({ requestId: request.id, route: request.routeOptions.url, err: error }, "unexpected error");
  const status = failure?.status ?? 500;
  if (failure) sayWhenAgain(reply, failure);
  if (wantsJson(request)) {
    return reply
      .status(status)
      .type("application/problem+json; charset=utf-8")
      .send(
        JSON.stringify({
          type: failure ? `urn:confere:${failure.code}` : "about:blank",
          title: failure?.title ?? "Algo falhou do nosso lado.",
          status,
          detail: failure?.advice ?? "Tente de novo; se continuar, informe o número do pedido de suporte.",
          code: failure?.code ?? "internal",
          requestId: request.id,
        }),
      );
  }
  if (failure && ofTheCrowd.includes(failure.code)) {
    const view = () => FailurePage({ failure, requestId: request.id });
    return sendKeptPage(reply, `${failure.title} ${failure.advice}`, view, status);
  }
  if (failure?.code === "desk-locked" && request.method === "GET")
    return reply.redirect(`${deskUnlockPath()}?depois=${encodeURIComponent(request.url)}`, 303);
  if (failure?.code === "sign-in-needed" && request.method === "GET") {
    const home = isOfStaff(request.url) ? deskSignInPath() : orderEntryPath();
    return reply.redirect(`${home}?depois=${encodeURIComponent(request.url)}`, 303);
  }
  // The holder's sign-in ended while a form stood open: by number and CPF back to its page, with what was chosen.
  const page = failure?.code === "sign-in-needed" && pageOfForm(request.url, request.body);
  if (page) return reply.redirect(`${orderEntryPath()}?depois=${encodeURIComponent(page)}`, 303);
  if (isOfStaff(request.url)) {
    // Who looks is asked for a refusal only: where something broke, the database may be what is broken.
    const agent = failure && failure.status < 500 ? await agentOf(ctx, request) : undefined;
    return sendPage(reply, StaffFailurePage({ failure, requestId: request.id, path: request.url, agent }), status);
  }
  return sendPage(reply, FailurePage({ failure, requestId: request.id }), status);
}

function wantsJson(request: FastifyRequest): boolean {
  return request.url.startsWith(apiRoot) || String(request.headers.accept ?? "").startsWith("application/json");
}
