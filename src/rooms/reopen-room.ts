import { record } from "../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import type { Context } from "../platform/context.ts";
import { type Reader, transact } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { cancelJob, enqueue } from "../platform/jobs.ts";
import { appointmentById } from "../scheduling/scheduling-views.ts";
import { mayConduct, placeOf, type Room, standsOpenable } from "./room.ts";
import { insertAdmission, lockRoom, markReopened } from "./rooms-store.ts";
import { recordingsOf, roomById } from "./rooms-views.ts";

/** Whether a closed room could be opened again now: inside its time, undecided, its recording not put away yet. */
export async function canReopen(reader: Reader, room: Room, now: Date): Promise<boolean> {
  if (!standsOpenable(room, now)) return false;
  // What was decided, moved or given up has released its appointment.
  if ((await appointmentById(reader, room.appointmentId))?.status !== "booked") return false;
  return (await recordingsOf(reader, room.id)).every(({ stored }) => stored === null);
}

/**
 * Its agent opens a room again that was ended too soon. The holder is put back into the waiting room: who is admitted
 * was seen to be there. What was recorded goes on as the next segment. Failures: room-not-found, not-allowed,
 * room-not-reopenable.
 */
export async function reopenRoom(ctx: Context, command: { roomId: string; by: AgentPrincipal }): Promise<void> {
  const { roomId, by } = command;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    await lockRoom(tx, roomId);
    const room = await roomById(tx, roomId);
    if (!room) throw new Failure("room-not-found");
    if (!mayConduct(by, room)) throw new Failure("not-allowed");
    if (!room.closedAt) return;
    if (!(await canReopen(tx, room, now))) throw new Failure("room-not-reopenable");
    await markReopened(tx, roomId);
    if (placeOf(room) === "admitted")
      await insertAdmission(tx, { roomId, agentId: by.id, outcome: "put-back", reason: "" }, now);
    await cancelJob(tx, "rooms.store-recordings", roomId);
    await enqueue(tx, "rooms.expire", { roomId }, { startAt: room.diesAt, key: roomId });
    const chain = `order:${room.orderId}` as const;
    await record(tx, { chain, act: "room.reopened", actor: actorOf(by), details: { roomId } }, now);
  });
}
