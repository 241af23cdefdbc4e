import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { FastifyInstance } from "fastify";
import { healthPath } from "../contract/program-addresses.ts";
import { newId } from "../platform/ids.ts";
import type { Context } from "../platform/settings/context.ts";
import { usualLimits, type WireLimits, wireServer } from "./body-watch.ts";
import { securityHeaders } from "./door-security.ts";
import { healthOf } from "./health.ts";

/** First parts of the addresses of each door; all others are the holder's. */
const addresses = {
  holder: [],
  staff: ["desk", "office", "agenda", "caixa"],
  programs: ["api", "sala", "camera", "aviso.js"],
} as const satisfies Record<string, readonly string[]>;

export type DoorName = keyof typeof addresses;

type Entrance = {
  listen(at: { port: number; host: string }): Promise<void>;
  /** The door, opened now if nobody has asked for it yet. Rejects where it cannot be opened. */
  door(name: DoorName): Promise<FastifyInstance>;
  close(): Promise<void>;
};

/**
 * What listens. It answers /health itself and hands everything else to the door that the address belongs to; a door is
 * opened (`open`) when the first asks for it, and whoever asks meanwhile waits. So a start loads no page.
 */
export function openEntrance(
  ctx: Context,
  open: (name: DoorName) => Promise<FastifyInstance>,
  limits: WireLimits = usualLimits,
): Entrance {
  const doors = new Map<DoorName, Promise<FastifyInstance>>();
  const doorNamed = (name: DoorName): Promise<FastifyInstance> => {
    const known = doors.get(name);
    if (known) return known;
    const opening = openReady(open, name);
    doors.set(name, opening);
    // The next who asks tries again.
    opening.catch(() => doors.delete(name));
    return opening;
  };

  const health = healthOf(ctx);
  const server = wireServer(limits, (request, response) => {
    if (isHealth(request)) {
      health().then(
        (seen) => answerHealth(ctx, request, response, seen),
        (error) => answerClosed(ctx, error, response),
      );
      return;
    }
    doorNamed(doorOf(request.url)).then(
      (door) => door.server.emit("request", request, response),
      (error) => answerClosed(ctx, error, response),
    );
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const giveUp = () => socket.destroy();
    socket.on("error", giveUp);
    doorNamed(doorOf(request.url)).then(
      (door) => {
        socket.off("error", giveUp);
        door.server.emit("upgrade", request, socket, head);
      },
      (error) => {
        ctx.log.error({ err: error }, "a door does not open");
        socket.end("HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n");
      },
    );
  });

  return {
    async listen({ port, host }) {
      server.listen(port, host);
      await once(server, "listening");
    },
    door: doorNamed,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      const opened = await Promise.allSettled(doors.values());
      await Promise.all(opened.map((door) => door.status === "fulfilled" && door.value.close()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function openReady(open: (name: DoorName) => Promise<FastifyInstance>, name: DoorName): Promise<FastifyInstance> {
  const door = await open(name);
  await door.ready();
  return door;
}

/** Read as the router of the doors reads it: percent signs, and the whole address that a proxy may send. */
export function doorOf(url = "/"): DoorName {
  const path = url.startsWith("/") ? url : url.replace(/^https?:[/][/][^/]*/i, "");
  const first = /^[/]([^/?#]*)/.exec(path)?.[1] ?? "";
  const names = Object.keys(addresses) as DoorName[];
  return names.find((name) => (addresses[name] as readonly string[]).includes(decoded(first))) ?? "holder";
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // An address that cannot be decoded is answered by the door.
    return part;
  }
}

function isHealth({ method, url = "" }: IncomingMessage): boolean {
  return (method === "GET" || method === "HEAD") && /^[/]health[/]?(?:[?#]|$)/.test(url);
}

function answerHealth(
  ctx: Context,
  { method }: IncomingMessage,
  response: ServerResponse,
  seen: { status: number; body: object },
): void {
  const requestId = newId();
  const body = JSON.stringify(seen.body);
  response.writeHead(seen.status, {
    ...securityHeaders(ctx.config),
    "x-request-id": requestId,
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
  });
  response.end(method === "HEAD" ? undefined : body);
  ctx.log.info({ requestId, method, route: healthPath(), status: seen.status }, "request");
}

function answerClosed(ctx: Context, error: unknown, response: ServerResponse): void {
  const requestId = newId();
  ctx.log.error({ requestId, err: error }, "a door does not open");
  response.writeHead(500, {
    ...securityHeaders(ctx.config),
    "x-request-id": requestId,
    "content-type": "text/plain; charset=utf-8",
  });
  response.end(`Algo falhou do nosso lado. Tente de novo; se continuar, informe o pedido de suporte ${requestId}.\n`);
}
