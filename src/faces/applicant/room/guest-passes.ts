import type { FastifyInstance } from "fastify";
import { z } from "zod";
import {
  apiRoomInterpreterPassPath,
  interpreterPassPath,
  roomInterpreterLeavingPath,
  roomInterpreterPath,
} from "../../../contract/program-addresses.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { inviteInterpreter } from "../../../rooms/passes/invite-interpreter.ts";
import { guestOf, leaveGuestSeat, lookAtGuestPass, openGuestPass } from "../../../rooms/passes/open-guest-pass.ts";
import { RoomsFailure } from "../../../rooms/rooms-failures.ts";
import { roomById } from "../../../rooms/rooms-reads.ts";
import { guestCookie, readCookie } from "../../cookies.ts";
import { sendPage } from "../../page.ts";
import { requireAgent } from "../../signed-in-agent.ts";
import { GuestPage, GuestPassView } from "./guest-view.tsx";
import { passDoor, passLimit } from "./pass-door.ts";

const address = z.object({ roomId: z.uuid() });
const invitation = z.object({ name: z.string().trim().min(1).max(120) });

/** The agent invites an interpreter; the guest's browser takes the seat by a button (docs/room-protocol.md, "Interpreter and supervisor"). */
export function guestPasses(app: FastifyInstance, { ctx }: { ctx: Context }): void {
  app.post(apiRoomInterpreterPassPath.route, passLimit, async (request, reply) => {
    const room = address.safeParse(request.params).data;
    const agent = await requireAgent(ctx, request);
    if (!room) throw new RoomsFailure("room-not-found");
    const { success, data } = invitation.safeParse(request.body);
    if (!success) throw new Failure("form-invalid");
    const { token, expiresAt } = await inviteInterpreter(ctx, { ...room, agent, name: data.name });
    const url = `${ctx.config.publicUrl}${interpreterPassPath(token)}`;
    return reply.status(201).send({ url, expiresAt: expiresAt.toISOString() });
  });

  passDoor(app, {
    ctx,
    path: interpreterPassPath.route,
    cookie: guestCookie,
    used: "guest-pass-used",
    lookAt: lookAtGuestPass,
    open: openGuestPass,
    leave: leaveGuestSeat,
    view: GuestPassView,
    room: (roomId) => roomInterpreterPath(roomId),
    leaving: roomInterpreterLeavingPath.route,
  });

  app.get(roomInterpreterPath.route, async (request, reply) => {
    const { data } = address.safeParse(request.params);
    const room = data && (await roomById(ctx.db, data.roomId));
    const guest = room && (await guestOf(ctx, room.id, readCookie(ctx, request, guestCookie)));
    if (!room || !guest) throw new RoomsFailure("guest-pass-used");
    // Names stand on the page: they are for the sitting.
    if (room.closedAt) throw new RoomsFailure("room-ended");
    return sendPage(reply, GuestPage({ room, name: guest.name, demo: ctx.config.demo }));
  });
}
