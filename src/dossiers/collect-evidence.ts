import { canonicalJson } from "../audit/audit-chain.ts";
import { readChain } from "../audit/audit-reads.ts";
import { mailContents } from "../documents/documents-evidence-reads.ts";
import { transact } from "../platform/database.ts";
import type { Context } from "../platform/settings/context.ts";
import type { NewEvidence, NewItem } from "./dossier.ts";
import { addItems } from "./dossier-store.ts";
import { fileEvidence, rowEvidence } from "./evidence-files.ts";

/**
 * Puts everything known about the order into its dossier. Content goes into the order's blobs first (addressed by its
 * hash, so a repeat after a crash writes nothing twice), then the rows in one transaction.
 */
export async function collectEvidence(ctx: Context, orderId: string, more: readonly NewEvidence[] = []): Promise<void> {
  const items: NewItem[] = [];
  const keepJson = async (kind: string, value: unknown, about: Record<string, unknown> = {}) => {
    const { hash, bytes } = await ctx.blobs.put(orderId, Buffer.from(canonicalJson(value)));
    items.push({ kind, name: `${kind}.json`, mediaType: "application/json", hash, bytes, about });
  };
  for (const { kind, rows } of await rowEvidence(ctx.db, orderId)) await keepJson(kind, rows);
  for (const { id, rawHash } of await mailContents(ctx.db, orderId)) {
    const { hash, bytes } = await ctx.blobs.put(orderId, ctx.blobs.stream("installation", rawHash));
    items.push({ kind: "mail", name: `${id}.eml`, mediaType: "message/rfc822", hash, bytes, about: { id } });
  }
  for (const file of await fileEvidence(ctx.db, orderId)) {
    const bytes = await ctx.blobs.size(orderId, file.hash);
    items.push({ ...file, bytes });
  }
  for (const { content, ...evidence } of more) {
    const { hash, bytes } = await ctx.blobs.put(orderId, content);
    items.push({ ...evidence, hash, bytes });
  }
  const chain = await readChain(ctx.db, `order:${orderId}`);
  await keepJson("audit", chain, { entries: chain.length, head: chain.at(-1)?.hash ?? "" });
  await transact(ctx.db, (tx) => addItems(tx, orderId, items, ctx.clock.now()));
}
