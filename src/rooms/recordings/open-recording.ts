import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { recordingById } from "./recording-reads.ts";

type OpenRecording = {
  roomId: string;
  orderId: string;
  /** Length of the playable file (WebM with Duration and Cues). */
  bytes: number;
  /** Pieces of it; `range` counts bytes, both ends included. */
  stream(range?: { start: number; end: number }): AsyncIterable<Uint8Array>;
};

/**
 * One segment as a file that plays and seeks: the kept file itself; of an older one, its finalised header followed by the
 * original's clusters.
 * Failures: not-found, recording-not-ready (the session still runs or has just ended).
 */
export async function openRecording(ctx: Context, recordingId: string): Promise<OpenRecording> {
  const recording = await recordingById(ctx.db, recordingId);
  if (!recording) throw new Failure("not-found");
  const { stored, orderId, roomId } = recording;
  if (!stored) throw new RoomsFailure("recording-not-ready");
  const { hash } = stored;
  if (!stored.prefix) {
    const bytes = await ctx.blobs.size(orderId, hash);
    const stream = (range = { start: 0, end: bytes - 1 }) => ctx.blobs.stream(orderId, hash, range);
    return { roomId, orderId, bytes, stream };
  }
  const { hash: prefixHash, bodyOffset } = stored.prefix;
  const [prefix, evidence] = await Promise.all([ctx.blobs.size(orderId, prefixHash), ctx.blobs.size(orderId, hash)]);
  const bytes = prefix + evidence - bodyOffset;
  return {
    roomId,
    orderId,
    bytes,
    async *stream({ start, end } = { start: 0, end: bytes - 1 }) {
      if (start < prefix) yield* ctx.blobs.stream(orderId, prefixHash, { start, end: Math.min(end, prefix - 1) });
      const shift = bodyOffset - prefix;
      if (end >= prefix)
        yield* ctx.blobs.stream(orderId, hash, { start: Math.max(start, prefix) + shift, end: end + shift });
    },
  };
}
