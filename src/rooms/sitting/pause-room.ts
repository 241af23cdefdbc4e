import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { mayConduct, roomState } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { lockRoom, setPause } from "../rooms-store.ts";

/**
 * The agent is away for a moment (`reason`, which the applicant reads) or back (undefined). Recording and place go on.
 * Failures: room-not-found, not-allowed, room-not-admitted (nobody sits in the room).
 */
export async function pauseRoom(
  ctx: Context,
  command: { roomId: string; agent: AgentPrincipal; reason: string | undefined },
): Promise<void> {
  const now = ctx.clock.now();
  const { roomId, agent, reason } = command;
  await transact(ctx.db, async (tx) => {
    await lockRoom(tx, roomId);
    const room = await roomById(tx, roomId);
    if (!room) throw new RoomsFailure("room-not-found");
    if (!mayConduct(agent, room)) throw new Failure("not-allowed");
    if (roomState(room, now) !== "in-session") throw new RoomsFailure("room-not-admitted");
    if (reason === undefined && !room.pause) return;
    await setPause(tx, roomId, reason === undefined ? null : { reason, since: now.toISOString() });
    const act = reason === undefined ? "room.resumed" : "room.paused";
    const details = { roomId, ...(reason === undefined ? {} : { reason }) };
    await record(tx, { chain: `order:${room.orderId}`, act, actor: actorOf(agent), details }, now);
  });
}
