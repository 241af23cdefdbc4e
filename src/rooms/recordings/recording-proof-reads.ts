import type { Reader } from "../../platform/database.ts";
import { roomById } from "../rooms-reads.ts";
import { maxGapMsOf } from "./gap-limit-reads.ts";
import { ownRecording, type RecordingProof } from "./recording-proof.ts";
import { isRecordingReported, recordingsOf } from "./recording-reads.ts";

/** The proof of a room's recording, as it stands; undefined where there is no such room. */
export async function recordingProofOf(reader: Reader, roomId: string): Promise<RecordingProof | undefined> {
  const room = await roomById(reader, roomId);
  if (!room) return undefined;
  const { session, closedAt, raId } = room;
  const segments = (await recordingsOf(reader, roomId)).map((one) => ({ ...one, playable: one.stored !== null }));
  const maxGapMs = session ? await maxGapMsOf(reader, raId, session) : 0;
  return ownRecording({ session, maxGapMs, closedAt, segments, isReported: await isRecordingReported(reader, roomId) });
}
