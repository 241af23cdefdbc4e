import { record } from "../audit/record.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { newToken, sha256Hex } from "../platform/ids.ts";
import { holdsCameraSeat, takeCameraPass } from "./camera-store.ts";
import { roomById } from "./rooms-views.ts";

/**
 * The first phone that opens a pass takes its seat; `seat` goes into its cookie.
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
    if (!room) throw new Failure("camera-pass-used");
    if (room.closedAt) throw new Failure("room-ended");
    const actor = { kind: "applicant" as const, name: room.applicantName };
    const chain = `order:${room.orderId}` as const;
    await record(tx, { chain, act: "camera.came", actor, details: { roomId: room.id } }, now);
    return { roomId: room.id, seat };
  });
}

/** Whether this cookie's value is that of the room's camera. */
export async function isCameraOf(ctx: Context, roomId: string, seat: string | undefined): Promise<boolean> {
  return seat !== undefined && holdsCameraSeat(ctx.db, roomId, sha256Hex(seat));
}
