import { record } from "../../audit/record.ts";
import { transact } from "../../platform/database.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import type { RoomMedia } from "../media-port.ts";
import { roomById } from "../rooms-reads.ts";
import { headsOf } from "./recording-reads.ts";
import { recordingReport } from "./recording-report.ts";
import { setReport, upsertStoredSegment } from "./recording-store.ts";
import { keyOf, signHeads } from "./sign-heads.ts";

/**
 * Moves a closed room's recording from the worker's files into the encrypted store, checking every chunk on the way, then
 * removes the files. May run again at any point: content is addressed by its hash, rows are the same rows.
 */
export async function storeRecordings(ctx: Context, media: RoomMedia, command: { roomId: string }): Promise<void> {
  const { roomId } = command;
  const room = await roomById(ctx.db, roomId);
  if (!room?.closedAt) return;
  const { orderId } = room;
  const segments = await media.closeRoom(roomId);
  const stored: Record<string, unknown>[] = [];
  for (const segment of segments) {
    const { hash, bytes } = await ctx.blobs.put(orderId, segment.content());
    const { hash: chainHash } = await ctx.blobs.put(orderId, Buffer.from(segment.log));
    const { hash: headerHash } = await ctx.blobs.put(orderId, segment.header);
    const { memberId: member, number, head } = segment;
    await transact(ctx.db, (tx) => upsertStoredSegment(tx, roomId, segment, { hash, chainHash, headerHash }));
    stored.push({ member, segment: number, bytes, hash, chainHash, head });
  }
  if (segments.length > 0) {
    await signHeads(ctx, { roomIds: [roomId] });
    const heads = await headsOf(ctx.db, roomId);
    const { publicKey } = await transact(ctx.db, (tx) => keyOf(ctx, tx));
    const report = JSON.stringify(recordingReport(roomId, segments, heads, publicKey), null, 1);
    const { hash: reportHash } = await ctx.blobs.put(orderId, Buffer.from(report));
    await transact(ctx.db, async (tx) => {
      await setReport(tx, roomId, reportHash);
      await announce(tx, "recordings.stored", { roomId, orderId });
      const details = { roomId, reportHash, segments: stored };
      const actor = { kind: "system" as const };
      await record(tx, { chain: `order:${orderId}`, act: "recordings.stored", actor, details }, ctx.clock.now());
    });
  }
  await media.removeRoom(roomId);
}
