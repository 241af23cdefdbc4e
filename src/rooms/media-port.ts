import type { MediaTransport } from "../contract/room-wire.ts";

/**
 * What rooms need of whatever carries the media; src/media implements it by shape, main.ts hands it in.
 * A member is one of the seats of room.ts. Rejections carry `reason`: "offer-unusable" | "unavailable".
 */
export interface RoomMedia {
  /** The answer (SDP) to a browser's offer. A later joining of the same member replaces the earlier. */
  join(
    roomId: string,
    member: string,
    offer: string,
    attempt: number,
    place?: { seat?: number; transport?: MediaTransport },
  ): Promise<string>;
  candidate(roomId: string, member: string, candidate: string, mid: string): void;
  leave(roomId: string, member: string): Promise<void>;
  /** Ends the call and gives everything ever recorded in it; again the same, until `removeRoom` is called. */
  closeRoom(roomId: string): Promise<RecordedSegment[]>;
  removeRoom(roomId: string): Promise<void>;
  listen(listener: (event: RoomMediaEvent) => void): () => void;
}

/**
 * One recorded stretch. `quality` is one JSON line every five seconds; `log` is the chain's text; `header` its first
 * chunk as recorded; `content` plays and seeks, is byte for byte the recorded one behind its own header, and throws where it is not.
 */
export type RecordedSegment = {
  memberId: string;
  number: number;
  bytes: number;
  chunks: number;
  head: string;
  startedAt: Date;
  endedAt: Date;
  log: string;
  quality: string;
  header: Buffer;
  content(): AsyncIterable<Buffer>;
};

export type RoomMediaEvent =
  | { type: "state"; roomId: string; memberId: string; attempt: number; state: string }
  | {
      type: "chunk";
      roomId: string;
      memberId: string;
      segment: number;
      number: number;
      bytes: number;
      head: string;
      at: number;
      zeroAt: number;
      /** First and last time of this chunk on the file's line, ms. */
      from: number;
      until: number;
    }
  | { type: "recording-failed"; roomId: string; memberId: string; segment: number; reason: string }
  | { type: "worker-lost"; roomId: string };

export function mediaReason(error: unknown): "offer-unusable" | "unavailable" | undefined {
  const reason = error instanceof Error && "reason" in error ? error.reason : undefined;
  return reason === "offer-unusable" || reason === "unavailable" ? reason : undefined;
}
