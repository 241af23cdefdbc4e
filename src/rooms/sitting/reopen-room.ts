import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import type { Reader, Transaction } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { cancelJob, enqueue } from "../../platform/jobs/jobs.ts";
import { appointmentById } from "../../scheduling/appointments/scheduling-reads.ts";
import { recordingsOf } from "../recordings/recording-reads.ts";
import { mayConduct, placeOf, type Room, standsOpenable } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { insertAdmission, lockRoom, markReopened } from "../rooms-store.ts";

/** Whether a closed room could be opened again now: inside its time, and its recording not put away yet. */
export async function canReopen(reader: Reader, room: Room, now: Date): Promise<boolean> {
  if (!standsOpenable(room, now)) return false;
  // What was moved or given up has released its appointment; whether a decision stands, the proofing knows.
  if ((await appointmentById(reader, room.appointmentId))?.status !== "booked") return false;
  return (await recordingsOf(reader, room.id)).every(({ stored }) => stored === null);
}

/**
 * The room's part of opening a sitting again (see proofing/script/reopen-sitting.ts). The holder is put back into the
 * waiting room, for admitting somebody says that the agent saw them there. What was recorded goes on as the next
 * segment. Failures: room-not-found, not-allowed, room-not-reopenable.
 */
export async function reopenRoom(
  tx: Transaction,
  { roomId, by }: { roomId: string; by: AgentPrincipal },
  now: Date,
): Promise<void> {
  await lockRoom(tx, roomId);
  const room = await roomById(tx, roomId);
  if (!room) throw new RoomsFailure("room-not-found");
  if (!mayConduct(by, room)) throw new Failure("not-allowed");
  if (!room.closedAt) return;
  if (!(await canReopen(tx, room, now))) throw new RoomsFailure("room-not-reopenable");
  await markReopened(tx, roomId);
  if (placeOf(room) === "admitted")
    await insertAdmission(tx, { roomId, agentId: by.id, outcome: "put-back", reason: "" }, now);
  await cancelJob(tx, "rooms.store-recordings", roomId);
  await enqueue(tx, "rooms.expire", { roomId }, { startAt: room.diesAt, key: roomId });
  const chain = `order:${room.orderId}` as const;
  await record(tx, { chain, act: "room.reopened", actor: actorOf(by), details: { roomId } }, now);
}
