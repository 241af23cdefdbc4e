import { createServer, type RequestListener, type Server } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { keepsUp, type Pace, usualPace } from "../platform/body-pace.ts";
import { Failure } from "../platform/failures/failure.ts";
import { networkOf } from "../platform/network.ts";
import { minuteMs } from "../platform/time/durations.ts";

/** How many connections, and how many bodies that are still coming, one network may have; how fast a body must come. */
export type WireLimits = {
  connections: number;
  bodies: number;
  pace: Pace;
  lookEveryMs: number;
  /** Ours, and a proxy of this machine: many people are behind one of them. */
  isExempt: (address: string) => boolean;
};

export const usualLimits: WireLimits = {
  connections: 200,
  bodies: 20,
  pace: usualPace,
  lookEveryMs: 2_000,
  isExempt: (address) => /^(127\.|::1$|::ffff:127\.)/.test(address),
};

type Watched = { request: FastifyRequest; reply: FastifyReply; began: number; bytesBefore: number };

/** Time for the answer to reach a browser that still sends; then the connection ends. */
const lingerMs = 1_000;

/**
 * Bodies that never end: each must keep up a pace that any phone manages, and a network has so many of them at once. Too
 * slow answers `body-too-slow` and ends the connection; too many answers busy.
 */
export function watchBodies(
  app: FastifyInstance,
  limits: WireLimits,
  perNetwork: NetworkCounts,
  answer: (failure: Failure, request: FastifyRequest, reply: FastifyReply) => unknown,
): void {
  const watched = new Set<Watched>();

  app.addHook("onRequest", async (request, reply) => {
    const { raw } = request;
    const hasBody = raw.headers["transfer-encoding"] !== undefined || Number(raw.headers["content-length"] ?? 0) > 0;
    if (!hasBody || raw.complete || typeof raw.socket.bytesRead !== "number") return;
    const network = networkOf(request.ip);
    if (perNetwork.of(network) >= limits.bodies) throw new Failure("busy", { seconds: 10 });
    const one: Watched = { request, reply, began: performance.now(), bytesBefore: raw.socket.bytesRead };
    watched.add(one);
    perNetwork.add(network, 1);
    const forget = () => {
      if (watched.delete(one)) perNetwork.add(network, -1);
    };
    raw.once("end", forget).once("close", forget);
  });

  const look = setInterval(() => {
    const now = performance.now();
    for (const { request, reply, began, bytesBefore } of watched) {
      const { raw } = request;
      if (keepsUp(limits.pace, raw.socket.bytesRead - bytesBefore, now - began)) continue;
      if (reply.sent) raw.destroy();
      else {
        reply.header("connection", "close");
        answer(new Failure("body-too-slow"), request, reply);
        setTimeout(() => raw.destroy(), lingerMs).unref();
      }
      raw.emit("close");
    }
  }, limits.lookEveryMs).unref();
  app.addHook("onClose", async () => clearInterval(look));
}

/** Of all together: open files are shared with everything that reads and writes. */
const mostConnections = 4_000;

/**
 * What listens. Heads come at once; bodies have their own pace (`watchBodies`), of which this is the longest; who reads
 * nothing of an answer for two minutes has left. A connection that became a WebSocket has none of these.
 */
export function wireServer(limits: WireLimits, answer: RequestListener): Server {
  const server = createServer({ headersTimeout: 20_000, connectionsCheckingInterval: 5_000 }, answer);
  server.requestTimeout = limits.pace.longestMs + minuteMs;
  server.keepAliveTimeout = 72_000;
  server.setTimeout(120_000);
  server.maxConnections = mostConnections;
  limitConnections(server, limits);
  return server;
}

/** One network's connections beside each other: what comes above is closed before a byte of it is read. */
function limitConnections(server: Server, { connections, isExempt }: WireLimits): void {
  const perNetwork = countEach();
  server.on("connection", (socket) => {
    const address = socket.remoteAddress ?? "";
    if (isExempt(address)) return;
    const network = networkOf(address);
    if (perNetwork.of(network) >= connections) return void socket.destroy();
    perNetwork.add(network, 1);
    socket.once("close", () => perNetwork.add(network, -1));
  });
}

export type NetworkCounts = { of(name: string): number; add(name: string, change: number): void };

/** Counts by name; a name whose count is back at zero is forgotten. */
export function countEach(): NetworkCounts {
  const counts = new Map<string, number>();
  const of = (name: string) => counts.get(name) ?? 0;
  const add = (name: string, change: number) => {
    const count = of(name) + change;
    if (count > 0) counts.set(name, count);
    else counts.delete(name);
  };
  return { of, add };
}
