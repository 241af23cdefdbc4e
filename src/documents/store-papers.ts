import type { Context } from "../platform/context.ts";
import type { Transaction } from "../platform/database.ts";
import { newId, sha256Hex } from "../platform/ids.ts";
import { announce, enqueue } from "../platform/jobs.ts";
import { paperRequirements } from "./documents-views.ts";
import { asJpegName, type Paper, type PaperSide, suggestedKind, suggestedSide } from "./paper.ts";
import { inspectPaper } from "./paper-gate.ts";
import { displayName } from "./paper-media.ts";
import { putPaper } from "./paper-store.ts";

/** `kind` and `side` are what the sender says it is. */
export type IncomingFile = {
  name: string;
  content: Uint8Array;
  kind?: string | undefined;
  side?: PaperSide | undefined;
};
/** `madeFrom`: hash of the file as it was sent, where what is kept was made from it. */
export type JudgedPaper = Omit<Paper, "review"> & { madeFrom?: string };

/**
 * Judges files and keeps the content of the accepted ones under the order's key. Before any transaction: rows that
 * name a content are written only when it is on disk; a content without row is harmless.
 */
export async function judgePapers(
  ctx: Context,
  files: readonly IncomingFile[],
  to: Pick<Paper, "orderId" | "mailId" | "source" | "senderIsHolder">,
): Promise<JudgedPaper[]> {
  const now = ctx.clock.now();
  const requirements = await paperRequirements(ctx.db, to.orderId, now);
  const judged: JudgedPaper[] = [];
  for (const { name: sent, content: came, kind, side } of files) {
    const verdict = await inspectPaper(came);
    const converted = verdict.verdict === "accepted" ? verdict.converted : undefined;
    const content = converted ?? came;
    const name = converted ? asJpegName(sent) : sent;
    if (verdict.verdict === "accepted") await ctx.blobs.put(to.orderId, content);
    const said = requirements.find((requirement) => requirement.kind === kind)?.kind;
    judged.push({
      id: newId(now.getTime()),
      ...to,
      fileName: displayName(name),
      kind: said ?? suggestedKind(name, requirements),
      side: side ?? suggestedSide(name),
      mediaType: verdict.mediaType,
      hash: sha256Hex(content),
      bytes: content.length,
      pages: verdict.pages,
      verdict: verdict.verdict,
      reason: verdict.verdict === "refused" ? verdict.reason : null,
      receivedAt: now,
      sharedFrom: null,
      ...(converted && { madeFrom: sha256Hex(came) }),
    });
  }
  return judged;
}

/** What the order's trail says of each. */
export function judgedFacts(papers: readonly JudgedPaper[]) {
  return papers.map(({ hash, verdict, reason, madeFrom }) => ({
    hash,
    verdict,
    reason,
    ...(madeFrom && { madeFrom }),
  }));
}

/** Writes the rows of judged papers, and has them told and shared with the other orders of the same person. */
export async function keepPapers(
  tx: Transaction,
  to: { orderId: string; mailId?: string },
  papers: readonly JudgedPaper[],
): Promise<void> {
  const paperIds: string[] = [];
  for (const paper of papers) paperIds.push(await putPaper(tx, paper));
  await enqueue(tx, "documents.share-papers", { orderId: to.orderId });
  await announce(tx, "papers.received", { ...to, paperIds });
}
