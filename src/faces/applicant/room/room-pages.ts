import type { FastifyInstance } from "fastify";
import { orderRoomEntryPath, orderRoomPath } from "../../../contract/holder-addresses.ts";
import { registrationAuthority } from "../../../people/authority/registration-authority-reads.ts";
import { Failure } from "../../../platform/failures/failure.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { progressOfRoom } from "../../../proofing/proofing-reads.ts";
import { vapidOf } from "../../../push/vapid.ts";
import { transportOf } from "../../../rooms/readiness/readiness.ts";
import { readinessOf } from "../../../rooms/readiness/readiness-reads.ts";
import { roomOfOrder } from "../../../rooms/rooms-reads.ts";
import { enterLobby } from "../../../rooms/sitting/enter-lobby.ts";
import { requireVideoOrder } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import { qrOf } from "../../ui/qr.ts";
import { boardOf } from "../papers/papers-pages.ts";
import { ElsewherePage } from "./elsewhere-view.tsx";
import { endingOf } from "./room-ending.ts";
import { NoRoomPage, RoomPage } from "./room-view.tsx";

/** The applicant's room: device test, lobby, call and end on one page; its island does what is live. */
export function roomPages(app: FastifyInstance, { ctx }: { ctx: Context }): void {
  app.get<{ Params: { number: string } }>(orderRoomPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const ra = await registrationAuthority(ctx.db, order.raId);
    if (!ra) throw new Failure("not-found");
    const { demo } = ctx.config;
    const room = await roomOfOrder(ctx.db, order.id);
    if (!room) return sendPage(reply, NoRoomPage({ number: order.number, ra, demo }));
    if (room.elsewhere)
      return sendPage(reply, ElsewherePage({ room, elsewhere: room.elsewhere, ra, demo, now: ctx.clock.now() }));
    const ending = endingOf(room, await progressOfRoom(ctx.db, room.id));
    const pushKey = vapidOf(ctx.secrets).publicKey;
    const transport = transportOf((await readinessOf(ctx.db, order.id))?.findings);
    const qr = await qrOf(new URL(orderRoomPath(order.number), ctx.config.publicUrl).href);
    return sendPage(
      reply,
      RoomPage({
        board: await boardOf(ctx, order),
        room,
        ra,
        demo,
        ending,
        transport,
        qr,
        pushKey,
        now: ctx.clock.now(),
      }),
    );
  });

  // The way to a meeting outside: from here we know that the holder came, whatever its provider tells.
  app.post<{ Params: { number: string } }>(orderRoomEntryPath.route, async (request, reply) => {
    const order = await requireVideoOrder(ctx, request, request.params.number);
    const room = await roomOfOrder(ctx.db, order.id);
    if (!room?.elsewhere) throw new Failure("not-found");
    await enterLobby(ctx, { roomId: room.id, orderId: order.id, name: order.applicantName, deviceTest: {} });
    return reply.redirect(orderRoomPath(order.number), 303);
  });
}
