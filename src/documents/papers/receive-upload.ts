import { mayActOn, type OrderPrincipal } from "../../orders/order-principal.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { requireDiskSpace } from "../../platform/blobs/disk-space.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { DocumentsFailure } from "../documents-failures.ts";
import type { Paper } from "./paper.ts";
import type { IncomingFile } from "./paper-arrival.ts";
import { awaitVerdicts } from "./paper-desk.ts";
import { arrivalsOf, papersOfBatch } from "./paper-reads.ts";
import { sharePapers } from "./share-papers.ts";
import { keepBatch, takePapers } from "./take-papers.ts";

/** Most files have their verdict by then; for the others the page shows how far they are. */
const waitsMs = 2_500;

/** `papers` have their verdict; `waiting` files of the same form get theirs soon. */
type Upload = { batchId: string; papers: Paper[]; waiting: number };

/**
 * Files from the order's page, by whoever may act on the order. Every file gets its verdict, now or soon;
 * a refused one refuses only itself. Failures: paper-none (no file), paper-too-many, not-found (no such order),
 * "disk-low".
 */
export async function receiveUpload(
  ctx: Context,
  command: { orderId: string; files: IncomingFile[]; by: OrderPrincipal },
): Promise<Upload> {
  const { orderId } = command;
  await requireDiskSpace(ctx);
  const files = command.files.filter(({ name, content }) => name !== "" || content.length > 0);
  if (files.length === 0) throw new DocumentsFailure("paper-none");
  const order = await orderById(ctx.db, orderId);
  if (!order?.number || order.cancelledAt || !mayActOn(command.by, order)) throw new Failure("not-found");
  const batch = await keepBatch(ctx, files);
  const arrivals = await transact(ctx.db, async (tx) => {
    const to = { orderId, mailId: null, source: "upload", senderIsHolder: true } as const;
    const { taken, leftOut } = await takePapers(tx, batch, to, ctx.clock.now());
    if (leftOut.length > 0) throw new DocumentsFailure("paper-too-many");
    return taken;
  }).catch(async (error: unknown) => {
    await ctx.blobs.destroyKey(batch.id);
    throw error;
  });
  await awaitVerdicts(ctx, arrivals, waitsMs);
  // The job does this too; here so that the very next page of another order already has them.
  await sharePapers(ctx, { orderId });
  const waiting = (await arrivalsOf(ctx.db, orderId)).filter(({ batchId }) => batchId === batch.id).length;
  return { batchId: batch.id, papers: await papersOfBatch(ctx.db, batch.id), waiting };
}
