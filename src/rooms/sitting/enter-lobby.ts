import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { maySitIn, placeOf, roomState } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { lockRoom, upsertLobbyEntry } from "../rooms-store.ts";

/**
 * The applicant knocks: takes the one place in the lobby. Knocking again while waiting or admitted keeps the place; after
 * a refusal it asks anew. Failures: room-not-found, room-early {opensAt}, room-ended.
 */
export async function enterLobby(
  ctx: Context,
  command: { roomId: string; orderId: string; name: string; deviceTest: Record<string, unknown> },
): Promise<void> {
  const now = ctx.clock.now();
  const { roomId, orderId, name: displayName, deviceTest } = command;
  await transact(ctx.db, async (tx) => {
    await lockRoom(tx, roomId);
    const room = await roomById(tx, roomId);
    if (!room || !maySitIn(orderId, room)) throw new RoomsFailure("room-not-found");
    const state = roomState(room, now);
    if (state === "ended") throw new RoomsFailure("room-ended");
    if (state === "early") throw new RoomsFailure("room-early");
    const place = placeOf(room);
    if (place === "waiting" || place === "admitted") return;
    await upsertLobbyEntry(tx, { roomId, displayName, deviceTest }, now);
    const actor = { kind: "applicant" as const, name: displayName };
    await record(tx, { chain: `order:${orderId}`, act: "lobby.entered", actor, details: { roomId, deviceTest } }, now);
  });
}
