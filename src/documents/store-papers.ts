import type { Context } from "../platform/context.ts";
import { newId, sha256Hex } from "../platform/ids.ts";
import { paperRequirements } from "./documents-views.ts";
import { type Paper, suggestedKind } from "./paper.ts";
import { inspectPaper } from "./paper-gate.ts";
import { displayName } from "./paper-media.ts";

export type IncomingFile = { name: string; content: Uint8Array; kind?: string | undefined };
export type JudgedPaper = Omit<Paper, "review">;

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
  for (const { name, content, kind } of files) {
    const verdict = await inspectPaper(content);
    if (verdict.verdict === "accepted") await ctx.blobs.put(to.orderId, content);
    const said = requirements.find((requirement) => requirement.kind === kind)?.kind;
    judged.push({
      id: newId(now.getTime()),
      ...to,
      fileName: displayName(name),
      kind: said ?? suggestedKind(name, requirements),
      mediaType: verdict.mediaType,
      hash: sha256Hex(content),
      bytes: content.length,
      pages: verdict.pages,
      verdict: verdict.verdict,
      reason: verdict.verdict === "refused" ? verdict.reason : null,
      receivedAt: now,
    });
  }
  return judged;
}
