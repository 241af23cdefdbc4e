import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { actPlace } from "../recordings/recorded-session.ts";
import { recordingsOf } from "../recordings/recording-reads.ts";
import { maySitIn, placeOf } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { lockRoom, markConsented } from "../rooms-store.ts";

/**
 * The applicant agrees to the recording by a click inside it; kept once, with the server's time.
 * Failures: room-not-found, room-ended, room-not-admitted, consent-unrecorded (VC-14: a click outside is none).
 */
export async function giveConsent(ctx: Context, command: { roomId: string; orderId: string }): Promise<void> {
  const now = ctx.clock.now();
  const { roomId, orderId } = command;
  await transact(ctx.db, async (tx) => {
    await lockRoom(tx, roomId);
    const room = await roomById(tx, roomId);
    if (!room || !maySitIn(orderId, room)) throw new RoomsFailure("room-not-found");
    if (room.closedAt) throw new RoomsFailure("room-ended");
    if (placeOf(room) !== "admitted") throw new RoomsFailure("room-not-admitted");
    if (!actPlace(room, await recordingsOf(tx, roomId), now)) throw new RoomsFailure("consent-unrecorded");
    if (!(await markConsented(tx, roomId, now))) return;
    const actor = { kind: "applicant" as const, name: room.lobby?.displayName ?? room.applicantName };
    await record(tx, { chain: `order:${orderId}`, act: "consent.given", actor, details: { roomId } }, now);
  });
}
