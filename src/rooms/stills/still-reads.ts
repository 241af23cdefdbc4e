import type { StillFault, StillKind, StillMeasures } from "../../contract/room-wire.ts";
import { type Reader, sql } from "../../platform/database.ts";

/** Received pictures only. `hash` addresses the JPEG in the blob store under the order's key. */
export type Still = {
  id: string;
  roomId: string;
  kind: StillKind;
  askedAt: Date;
  receivedAt: Date;
  hash: string;
  bytes: number;
  width: number;
  height: number;
  measures: StillMeasures;
  faults: StillFault[];
  /** The same instant in the recording: `offsetMs` on that segment's time line, and how far its chain had grown. */
  recorded: { recordingId: string; offsetMs: number; head: string } | null;
};

/** Every picture of the room, oldest first; a retake stands beside the one it repeats. */
export async function stillsOf(reader: Reader, roomId: string): Promise<Still[]> {
  const { rows } = await sql<Still>`
    select id, room_id as "roomId", kind, asked_at as "askedAt", received_at as "receivedAt", hash, bytes, width, height,
      jsonb_build_object('light', light, 'glare', glare, 'sharpness', sharpness) as measures,
      coalesce(faults, '{}') as faults, case when recording_id is null then null else jsonb_build_object(
        'recordingId', recording_id, 'offsetMs', recording_offset_ms, 'head', recording_head) end as recorded
    from stills where room_id = ${roomId} and received_at is not null order by received_at`.execute(reader);
  return rows;
}
