import type { Transaction } from "../../platform/database.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { lockRoom } from "../rooms-store.ts";
import { type ActPlace, actHindrance, actPlace } from "./recorded-session.ts";
import { recordingsOf } from "./recording-reads.ts";

/**
 * Where an act of the script at `now` lies in the recording, the room held to the end of the transaction so that nobody
 * is put back and nothing is closed beside it. Failures: room-not-found, act-call-over, act-holder-waiting,
 * act-holder-away, act-holder-unrecorded, act-agent-unrecorded, act-recording-begins.
 */
export async function placeAct(tx: Transaction, roomId: string, now: Date): Promise<ActPlace> {
  await lockRoom(tx, roomId);
  const room = await roomById(tx, roomId);
  if (!room) throw new RoomsFailure("room-not-found");
  const recordings = await recordingsOf(tx, roomId);
  const place = actPlace(room, recordings, now);
  if (!place) throw new RoomsFailure(actHindrance(room, recordings, now) ?? "act-recording-begins");
  return place;
}
