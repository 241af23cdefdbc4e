import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { newId, newToken, sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later, minuteMs } from "../../platform/time/durations.ts";
import { maySitIn } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { insertCameraPass } from "./camera-store.ts";

const passMs = 10 * minuteMs;

/**
 * A pass that makes one phone the document camera of the applicant's room; only its hash is kept.
 * Failures: room-not-found, room-ended.
 */
export async function makeCameraPass(
  ctx: Context,
  command: { roomId: string; orderId: string },
): Promise<{ token: string; expiresAt: Date }> {
  const now = ctx.clock.now();
  const { roomId, orderId } = command;
  const token = newToken();
  const expiresAt = later(now, passMs);
  await transact(ctx.db, async (tx) => {
    const room = await roomById(tx, roomId);
    if (!room || !maySitIn(orderId, room)) throw new RoomsFailure("room-not-found");
    if (room.closedAt) throw new RoomsFailure("room-ended");
    await insertCameraPass(tx, { id: newId(), roomId, tokenHash: sha256Hex(token), expiresAt }, now);
    const actor = { kind: "applicant" as const, name: room.applicantName };
    await record(tx, { chain: `order:${orderId}`, act: "camera.invited", actor, details: { roomId } }, now);
  });
  return { token, expiresAt };
}
