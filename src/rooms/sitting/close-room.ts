import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce, cancelJob, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { isEarly, mayConduct } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { markClosed } from "../rooms-store.ts";

declare module "../../platform/jobs/jobs.ts" {
  interface JobPayloads {
    "rooms.store-recordings": { roomId: string };
  }
}

/**
 * Ends the session for both: by its agent, not before the room opens, or by the system (moved, cancelled, nobody came).
 * Closing again does nothing. A job ends the media and puts the recording away; where the room may be opened again
 * (`undecided`), it does so only when its time or the appointment is over (rooms-jobs.ts). Failures: room-not-found,
 * not-allowed, sitting-early {time}.
 */
export async function closeRoom(
  ctx: Context,
  command: { roomId: string; by: AgentPrincipal | "system"; reason: string; undecided?: boolean },
): Promise<void> {
  const now = ctx.clock.now();
  const { roomId, by, reason, undecided = false } = command;
  await transact(ctx.db, async (tx) => {
    const room = await roomById(tx, roomId);
    if (!room) throw new RoomsFailure("room-not-found");
    if (by !== "system" && !mayConduct(by, room)) throw new Failure("not-allowed");
    if (by !== "system" && isEarly(room, now)) throw new RoomsFailure("sitting-early", { time: room.opensAt });
    if (!(await markClosed(tx, roomId, reason, now))) return;
    const { orderId } = room;
    await cancelJob(tx, "rooms.open", roomId);
    await cancelJob(tx, "rooms.expire", roomId);
    const storing = undecided && now < room.diesAt ? { key: roomId, startAt: room.diesAt } : { key: roomId };
    await enqueue(tx, "rooms.store-recordings", { roomId }, storing);
    if (room.elsewhere) await enqueue(tx, "rooms.cancel-meeting", { roomId }, storing);
    await announce(tx, "room.closed", { roomId, orderId, reason });
    const actor = by === "system" ? { kind: "system" as const } : actorOf(by);
    await record(tx, { chain: `order:${orderId}`, act: "room.closed", actor, details: { roomId, reason } }, now);
  });
}
