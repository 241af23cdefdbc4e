import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { newToken, sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { cameraPassByToken, giveUpCameraSeat, holdsCameraSeat, takeCameraPass } from "./camera-store.ts";

/**
 * What a pass is good for, by looking only. `isMine`: this phone (its cookie's value is `seat`) took it already.
 * Failures: camera-pass-used (used, expired or unknown: the same words), room-ended.
 */
export async function lookAtCameraPass(
  ctx: Context,
  command: { token: string; seat: string | undefined },
): Promise<{ roomId: string; expiresAt: Date; isMine: boolean }> {
  const pass = await cameraPassByToken(ctx.db, sha256Hex(command.token));
  const isMine = Boolean(pass?.seatHash && command.seat && pass.seatHash === sha256Hex(command.seat));
  const isFree = pass !== undefined && pass.seatHash === null && pass.expiresAt > ctx.clock.now();
  if (!pass || !(isMine || isFree)) throw new RoomsFailure("camera-pass-used");
  if ((await roomById(ctx.db, pass.roomId))?.closedAt) throw new RoomsFailure("room-ended");
  return { roomId: pass.roomId, expiresAt: pass.expiresAt, isMine };
}

/**
 * The first phone that takes a pass has its seat; `seat` goes into its cookie.
 * Failures: camera-pass-used (used, expired or unknown: the same words), room-ended.
 */
export async function openCameraPass(
  ctx: Context,
  command: { token: string },
): Promise<{ roomId: string; seat: string }> {
  const now = ctx.clock.now();
  const seat = newToken();
  return transact(ctx.db, async (tx) => {
    const roomId = await takeCameraPass(tx, sha256Hex(command.token), sha256Hex(seat), now);
    const room = roomId === undefined ? undefined : await roomById(tx, roomId);
    if (!room) throw new RoomsFailure("camera-pass-used");
    if (room.closedAt) throw new RoomsFailure("room-ended");
    const actor = { kind: "applicant" as const, name: room.applicantName };
    const chain = `order:${room.orderId}` as const;
    await record(tx, { chain, act: "camera.came", actor, details: { roomId: room.id } }, now);
    return { roomId: room.id, seat };
  });
}

/** The phone is the camera no longer, whoever holds its cookie's value; another pass makes another camera. */
export async function leaveCameraSeat(ctx: Context, command: { roomId: string; seat: string }): Promise<void> {
  const now = ctx.clock.now();
  const { roomId, seat } = command;
  await transact(ctx.db, async (tx) => {
    const room = await roomById(tx, roomId);
    if (!room || !(await giveUpCameraSeat(tx, roomId, sha256Hex(seat), now))) return;
    const actor = { kind: "applicant" as const, name: room.applicantName };
    await record(tx, { chain: `order:${room.orderId}`, act: "camera.left", actor, details: { roomId } }, now);
  });
}

/** Whether this cookie's value is that of the room's camera. */
export async function isCameraOf(ctx: Context, roomId: string, seat: string | undefined): Promise<boolean> {
  return seat !== undefined && holdsCameraSeat(ctx.db, roomId, sha256Hex(seat));
}
