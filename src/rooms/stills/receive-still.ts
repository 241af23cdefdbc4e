import { record } from "../../audit/record.ts";
import type { RoomMember } from "../../contract/room-wire.ts";
import { transact } from "../../platform/database.ts";
import { sha256Hex } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { earlier } from "../../platform/time/durations.ts";
import { recordingsOf } from "../recordings/recording-reads.ts";
import { maySitIn, placeOf, stillNonceMs } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { measureStill, startsAsJpeg } from "./still-gate.ts";
import type { Still } from "./still-reads.ts";
import { fillStill, takeStillRequest } from "./still-store.ts";

/**
 * The picture that a request asked for: stamped, measured and hashed here, and stored as it came, with the place of the
 * same instant in the recording, so that a forged picture contradicts what the camera showed. The nonce is used up
 * before anything of the picture is opened: each costs one look, in a guarded thread, and a retake needs another
 * request. Failures: room-not-found, room-not-admitted, still-nonce-unknown (foreign, used or older than a minute),
 * still-not-a-picture.
 */
export async function receiveStill(
  ctx: Context,
  command: { roomId: string; orderId: string; nonce: string; jpeg: Buffer; from?: "applicant" | "camera" },
): Promise<Still> {
  const now = ctx.clock.now();
  const { roomId, orderId, nonce, jpeg, from = "applicant" } = command;
  const room = await roomById(ctx.db, roomId);
  if (!room || !maySitIn(orderId, room)) throw new RoomsFailure("room-not-found");
  if (room.closedAt || placeOf(room) !== "admitted") throw new RoomsFailure("room-not-admitted");
  if (!startsAsJpeg(jpeg)) throw new RoomsFailure("still-not-a-picture");
  const askedAfter = earlier(now, stillNonceMs);
  const request = await transact(ctx.db, (tx) => takeStillRequest(tx, roomId, sha256Hex(nonce), askedAfter, now));
  if (!request) throw new RoomsFailure("still-nonce-unknown");
  const measured = await measureStill(roomId, jpeg);
  if (!measured) throw new RoomsFailure("still-not-a-picture");
  const { measures, faults, ...size } = measured;
  const { hash, bytes } = await ctx.blobs.put(orderId, jpeg);
  const recorded = await instantOf(ctx, roomId, from, now);
  const picture = { ...size, hash, bytes };
  return transact(ctx.db, async (tx) => {
    const kept = {
      ...picture,
      ...measures,
      faults,
      recording_id: recorded?.recordingId ?? null,
      recording_offset_ms: recorded?.offsetMs ?? null,
      recording_head: recorded?.head ?? null,
    };
    if (!(await fillStill(tx, request.id, kept, now))) throw new RoomsFailure("still-nonce-unknown");
    const actor = { kind: "applicant" as const, name: room.lobby?.displayName ?? room.applicantName };
    const details = { roomId, stillId: request.id, kind: request.kind, from, ...picture, measures, faults, recorded };
    await record(tx, { chain: `order:${orderId}`, act: "still.received", actor, details }, now);
    const { id, kind } = request;
    return { ...picture, id, roomId, kind, askedAt: now, receivedAt: now, measures, faults, recorded };
  });
}

/** Where the running recording of the camera that took the picture is right now; null while it is not recorded. */
async function instantOf(ctx: Context, roomId: string, from: RoomMember, now: Date): Promise<Still["recorded"]> {
  const own = (await recordingsOf(ctx.db, roomId)).filter(({ member, stored }) => member === from && !stored);
  const running = own.at(-1);
  if (!running) return null;
  const offsetMs = Math.max(0, now.getTime() - running.startedAt.getTime());
  return { recordingId: running.id, offsetMs, head: running.chainHead };
}
