import { createHash } from "node:crypto";
import { verifyChain } from "../audit/audit-chain.ts";
import { readChain } from "../audit/audit-reads.ts";
import { Failure } from "../platform/failures/failure.ts";
import type { Context } from "../platform/settings/context.ts";
import { checkSeal } from "./check-seal.ts";
import {
  type DossierItem,
  type DossierVerdict,
  type ItemVerdict,
  isIntact,
  type Manifest,
  type SealStage,
} from "./dossier.ts";
import { sealOfProofing } from "./dossier-reads.ts";
import type { SealSigner } from "./seal-signer.ts";

/** Reads every byte a seal covers and compares: signature, each item's hash, the audit chain. Failures: not-found. */
export async function checkDossier(
  ctx: Context,
  signer: SealSigner,
  command: { orderId: string; proofingId: string; stage?: SealStage },
): Promise<DossierVerdict> {
  const { orderId, proofingId } = command;
  const seal = await sealOfProofing(ctx.db, proofingId, command.stage);
  if (!seal) throw new Failure("not-found");
  const content = await ctx.blobs.read(orderId, seal.manifestHash);
  const manifest = JSON.parse(content.toString("utf8")) as Manifest;
  if (manifest.order.id !== orderId) throw new Failure("not-found");
  const items: ItemVerdict[] = [];
  for (const item of manifest.items) items.push(await checkItem(ctx, orderId, item));
  const entries = await readChain(ctx.db, `order:${orderId}`);
  const chain = verifyChain(entries);
  const sealedHead = manifest.items.filter((item) => item.kind === "audit").at(-1)?.about["head"];
  const verdict = {
    proofingId,
    sealedAt: seal.sealedAt,
    seal: checkSeal(content, await ctx.blobs.read(orderId, seal.signatureHash), {
      roots: await signer.roots(ctx),
      stampRoots: await signer.stampRoots(ctx),
    }),
    items,
    chain: {
      intact: chain.intact,
      entries: chain.entries,
      coversSeal: entries.some((entry) => entry.hash === sealedHead),
    },
  };
  return { ...verdict, intact: isIntact(verdict) };
}

async function checkItem(ctx: Context, orderId: string, item: DossierItem): Promise<ItemVerdict> {
  const { name, kind } = item;
  try {
    const digest = createHash("sha256");
    let bytes = 0;
    for await (const piece of ctx.blobs.stream(orderId, item.hash)) {
      digest.update(piece);
      bytes += piece.length;
    }
    const same = digest.digest("hex") === item.hash && bytes === item.bytes;
    return { name, kind, fault: same ? undefined : "changed" };
  } catch (error) {
    // A missing or unreadable file is a finding of the check, told in its answer, and noted for the operator.
    ctx.log.warn({ err: error, orderId, item: item.position }, "dossier item does not read");
    return { name, kind, fault: error instanceof Failure && error.code === "not-found" ? "missing" : "changed" };
  }
}
