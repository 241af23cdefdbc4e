import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { VNode } from "preact";
import { z } from "zod";
import type { Context } from "../../../platform/settings/context.ts";
import { minuteMs } from "../../../platform/time/durations.ts";
import { RoomsFailure } from "../../../rooms/rooms-failures.ts";
import { type CookieName, dropCookie, keepCookie, readCookie } from "../../cookies.ts";
import { sendPage } from "../../page.ts";
import { LeftView } from "./pass-view.tsx";

const pass = z.object({ token: z.string().regex(/^[\w-]{43}$/) });
const room = z.object({ roomId: z.uuid() });
/** Of every address that a one-time link or its button leads to, by one network address. */
export const passLimit = { config: { rateLimit: { max: 30, timeWindow: minuteMs } } };

type Found = { roomId: string; isMine: boolean };

/**
 * The door of a one-time link to a seat in a room: looking (GET, HEAD, a previewer) uses nothing up, a button takes the
 * seat for the browser that presses it first, and that browser comes back by the same link.
 */
export function passDoor<F extends Found>(
  app: FastifyInstance,
  door: {
    ctx: Context;
    /** With `:token`. */
    path: string;
    cookie: CookieName;
    /** Said when the address is not a valid link. */
    used: "guest-pass-used" | "camera-pass-used";
    lookAt(ctx: Context, command: { token: string; seat: string | undefined }): Promise<F>;
    open(ctx: Context, command: { token: string }): Promise<{ seat: string }>;
    leave(ctx: Context, command: { roomId: string; seat: string }): Promise<void>;
    view(found: F & { token: string; demo: boolean }): VNode;
    room(roomId: string): string;
    /** With `:roomId`. */
    leaving: string;
  },
): void {
  const { ctx } = door;
  const lookAt = async (request: FastifyRequest) => {
    const { data } = pass.safeParse(request.params);
    if (!data) throw new RoomsFailure(door.used);
    return { ...(await door.lookAt(ctx, { ...data, seat: readCookie(ctx, request, door.cookie) })), ...data };
  };
  const enter = (reply: FastifyReply, { roomId }: Found) => reply.redirect(door.room(roomId), 303);

  app.get(door.path, passLimit, async (request, reply) => {
    const found = await lookAt(request);
    if (found.isMine) return enter(reply, found);
    return sendPage(reply, door.view({ ...found, demo: ctx.config.demo }));
  });

  app.post(door.path, passLimit, async (request, reply) => {
    const found = await lookAt(request);
    if (!found.isMine) {
      const { seat } = await door.open(ctx, { token: found.token });
      keepCookie(ctx, reply, door.cookie, seat);
    }
    return enter(reply, found);
  });

  // Whoever leaves gives the seat up: the cookie is taken back, and opens nothing any more where it was copied.
  app.post(door.leaving, passLimit, async (request, reply) => {
    const { data } = room.safeParse(request.params);
    if (data) await door.leave(ctx, { ...data, seat: readCookie(ctx, request, door.cookie) });
    dropCookie(ctx, reply, door.cookie);
    return sendPage(reply, LeftView({ demo: ctx.config.demo }));
  });
}
