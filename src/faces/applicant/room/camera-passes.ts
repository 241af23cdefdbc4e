import type { FastifyInstance } from "fastify";
import QRCode from "qrcode";
import { z } from "zod";
import {
  apiRoomCameraPassPath,
  cameraPassPath,
  roomCameraLeavingPath,
  roomCameraPath,
} from "../../../contract/program-addresses.ts";
import type { Context } from "../../../platform/settings/context.ts";
import { makeCameraPass } from "../../../rooms/passes/make-camera-pass.ts";
import {
  isCameraOf,
  leaveCameraSeat,
  lookAtCameraPass,
  openCameraPass,
} from "../../../rooms/passes/open-camera-pass.ts";
import { RoomsFailure } from "../../../rooms/rooms-failures.ts";
import { roomById } from "../../../rooms/rooms-reads.ts";
import { cameraCookie, readCookie } from "../../cookies.ts";
import { ordersOfRequest } from "../../order-access.ts";
import { sendPage } from "../../page.ts";
import { CameraPage, CameraPassView } from "./camera-view.tsx";
import { passDoor, passLimit } from "./pass-door.ts";

const address = z.object({ roomId: z.uuid() });

/** The holder's phone becomes the document camera of the room (docs/room-protocol.md, "Phone as document camera"). */
export function cameraPasses(app: FastifyInstance, { ctx }: { ctx: Context }): void {
  app.post(apiRoomCameraPassPath.route, passLimit, async (request, reply) => {
    const room = address.safeParse(request.params).data;
    const found = room && (await roomById(ctx.db, room.roomId));
    const orders = await ordersOfRequest(ctx, request);
    const order = orders.find((candidate) => candidate.id === found?.orderId);
    if (!found || !order) throw new RoomsFailure("room-not-found");
    const { token, expiresAt } = await makeCameraPass(ctx, { roomId: found.id, orderId: order.id });
    const url = new URL(cameraPassPath(token), ctx.config.publicUrl).href;
    const svg = await QRCode.toString(url, { type: "svg", margin: 2, errorCorrectionLevel: "M" });
    return reply.status(201).send({ url, svg, expiresAt: expiresAt.toISOString() });
  });

  passDoor(app, {
    ctx,
    path: cameraPassPath.route,
    cookie: cameraCookie,
    used: "camera-pass-used",
    lookAt: lookAtCameraPass,
    open: openCameraPass,
    leave: leaveCameraSeat,
    view: CameraPassView,
    room: (roomId) => roomCameraPath(roomId),
    leaving: roomCameraLeavingPath.route,
  });

  app.get(roomCameraPath.route, async (request, reply) => {
    const { data } = address.safeParse(request.params);
    const room = data && (await roomById(ctx.db, data.roomId));
    if (!room || !(await isCameraOf(ctx, room.id, readCookie(ctx, request, cameraCookie))))
      throw new RoomsFailure("camera-pass-used");
    if (room.closedAt) throw new RoomsFailure("room-ended");
    return sendPage(reply, CameraPage({ room, demo: ctx.config.demo }));
  });
}
