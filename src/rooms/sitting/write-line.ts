import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { placeOf } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { type RoomLine, roomById } from "../rooms-reads.ts";
import { insertLine } from "../rooms-store.ts";
import { type RoomVisitor, refuseStranger } from "./join-media.ts";

/**
 * A line of the text panel, kept with the session; a deaf person completes the act by it alone. `key`: given by the page;
 * under the same key it is the line that was written first.
 * Failures: room-not-found, not-allowed, room-ended, room-not-admitted.
 */
export async function writeLine(
  ctx: Context,
  command: { roomId: string; visitor: RoomVisitor; text: string; key?: string },
): Promise<RoomLine> {
  const now = ctx.clock.now();
  const { roomId, visitor, text } = command;
  return transact(ctx.db, async (tx) => {
    const room = await roomById(tx, roomId);
    refuseStranger(visitor, room);
    if (visitor.member === "supervisor" || visitor.member === "camera") throw new Failure("not-allowed");
    if (room.closedAt) throw new RoomsFailure("room-ended");
    if (visitor.member !== "agent" && placeOf(room) !== "admitted") throw new RoomsFailure("room-not-admitted");
    const line = { id: newId(), author: visitor.member, text, writtenAt: now, key: command.key ?? null };
    return insertLine(tx, { ...line, roomId });
  });
}
