import { record } from "../audit/record.ts";
import { mayActOn, type OrderPrincipal } from "../orders/order-principal.ts";
import { orderById } from "../orders/orders-views.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { requireDiskSpace } from "../platform/disk-space.ts";
import { Failure } from "../platform/failure.ts";
import { papersOf } from "./documents-views.ts";
import { mostPapers } from "./paper.ts";
import { sharePapers } from "./share-papers.ts";
import { type IncomingFile, type JudgedPaper, judgedFacts, judgePapers, keepPapers } from "./store-papers.ts";

/**
 * Files from the order's page, by whoever may act on the order. Every file gets its verdict;
 * a refused one refuses only itself. Fails with "paper-none" (no file), "paper-too-many", "not-found" (no such order),
 * "disk-low".
 */
export async function receiveUpload(
  ctx: Context,
  command: { orderId: string; files: IncomingFile[]; by: OrderPrincipal },
): Promise<JudgedPaper[]> {
  const { orderId } = command;
  await requireDiskSpace(ctx);
  const files = command.files.filter(({ name, content }) => name !== "" || content.length > 0);
  if (files.length === 0) throw new Failure("paper-none", {}, "files");
  const order = await orderById(ctx.db, orderId);
  if (!order?.number || order.cancelledAt || !mayActOn(command.by, order)) throw new Failure("not-found");
  const already = await papersOf(ctx.db, orderId);
  if (already.length + files.length > mostPapers) throw new Failure("paper-too-many", {}, "files");
  const papers = await judgePapers(ctx, files, { orderId, mailId: null, source: "upload", senderIsHolder: true });
  await transact(ctx.db, async (tx) => {
    await keepPapers(tx, { orderId }, papers);
    const details = { papers: judgedFacts(papers) };
    await record(
      tx,
      { chain: `order:${orderId}`, act: "papers.uploaded", actor: { kind: "applicant" }, details },
      ctx.clock.now(),
    );
  });
  // The job does this too; here so that the very next page of another order already has them.
  await sharePapers(ctx, { orderId });
  return papers;
}
