import type { Transaction } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { type IncomingFile, type PaperArrival, roomFor } from "./paper-arrival.ts";
import { countHeld, insertArrival, lockPapersOf } from "./paper-arrival-store.ts";
import { wakeDeskAfter } from "./paper-desk.ts";
import { displayName } from "./paper-media.ts";

/** Files that came together and are on disk; they are an order's with `takePapers` only. */
export type PaperBatch = { id: string; files: (Omit<IncomingFile, "content"> & { hash: string; bytes: number })[] };

/**
 * Keeps the files under a key of their own, before any transaction: rows that name a content are written only when it is
 * on disk.
 */
export async function keepBatch(ctx: Context, files: readonly IncomingFile[]): Promise<PaperBatch> {
  const id = newId(ctx.clock.now().getTime());
  const kept: PaperBatch["files"] = [];
  for (const { content, ...file } of files) kept.push({ ...file, ...(await ctx.blobs.put(id, content)) });
  return { id, files: kept };
}

/**
 * Puts the files of a batch before the desk that judges them, as many as the order may still hold, counted here and now:
 * no door lets in more. What is left out is told by its name.
 */
export async function takePapers(
  tx: Transaction,
  batch: PaperBatch,
  to: Pick<PaperArrival, "orderId" | "mailId" | "source" | "senderIsHolder">,
  now: Date,
): Promise<{ taken: PaperArrival[]; leftOut: string[] }> {
  await lockPapersOf(tx, to.orderId);
  const room = roomFor(to.source, await countHeld(tx, to.orderId));
  const taken = batch.files.slice(0, room).map(({ name, kind, side, hash, bytes }) => ({
    ...to,
    id: newId(now.getTime()),
    batchId: batch.id,
    fileName: displayName(name),
    kind: kind ?? null,
    side: side ?? null,
    hash,
    bytes,
    receivedAt: now,
    waitsUntil: null,
  }));
  for (const arrival of taken) await insertArrival(tx, arrival);
  if (taken.length === 0 && batch.files.length > 0)
    await enqueue(tx, "documents.forget-batch", { batchId: batch.id, orderId: to.orderId });
  wakeDeskAfter(tx);
  return { taken, leftOut: batch.files.slice(room).map(({ name }) => displayName(name)) };
}
