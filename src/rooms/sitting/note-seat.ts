import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { Room } from "../room.ts";
import { insertSeat } from "../rooms-store.ts";
import type { RoomVisitor } from "./join-media.ts";

/** Keeps from which address and with which program somebody sat in a room, each once (DOC-ICP-05.05: log of the sitting). */
export async function noteSeat(
  ctx: Context,
  command: { room: Room; visitor: RoomVisitor; address: string; userAgent: string },
): Promise<void> {
  const { room, visitor, address } = command;
  const agentId = "agent" in visitor ? visitor.agent.id : null;
  const seat = {
    roomId: room.id,
    member: visitor.member,
    agentId,
    address,
    userAgent: command.userAgent.slice(0, 500),
  };
  await transact(ctx.db, (tx) => insertSeat(tx, seat, ctx.clock.now()));
}
