import { record } from "../audit/record.ts";
import { orderById } from "../orders/orders-reads.ts";
import { transact } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { announce } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { finalOutcome, lastWord } from "../proofing/proofing.ts";
import { proofingById } from "../proofing/proofing-reads.ts";
import { recordingProofOf } from "../rooms/recordings/recording-proof-reads.ts";
import { collectEvidence } from "./collect-evidence.ts";
import { type Manifest, manifestBytes, type NewEvidence, type SealIntent, type SealStage } from "./dossier.ts";
import { dossierItems, sealOfProofing } from "./dossier-reads.ts";
import { insertSeal, insertSealIntent, sealIntentOf } from "./dossier-store.ts";
import type { SealSigner } from "./seal-signer.ts";

type SealDossier = { proofingId: string; stage?: SealStage; more?: readonly NewEvidence[] };

/**
 * Seals what is kept of an order once a proofing is decided by everybody, or given up undecided, and its recording is put
 * away; whatever came of it, evidence is kept (VC-05). What will be signed is recorded first, with its audit entry; a crash in between goes on
 * with it. Does nothing while it is not due, or when it is sealed: whatever completes it asks again.
 */
export async function sealDossier(ctx: Context, signer: SealSigner, command: SealDossier): Promise<void> {
  const { stage = "identification" } = command;
  const proofing = await proofingById(ctx.db, command.proofingId);
  const outcome = proofing && (finalOutcome(proofing) ?? (proofing.lapsedAt && "lapsed"));
  if (!proofing || !outcome || !(await recordingProofOf(ctx.db, proofing.roomId))?.isPutAway) return;
  if (await sealOfProofing(ctx.db, proofing.id, stage)) return;
  const { orderId, id: proofingId } = proofing;
  const order = await orderById(ctx.db, orderId);
  if (!order?.number) throw new Error(`order ${orderId} has no number`);
  const known = await sealIntentOf(ctx.db, proofingId, stage);
  const reason = lastWord(proofing)?.reason ?? "";
  const about = { order: { id: orderId, number: order.number }, proofing: { id: proofingId, outcome, reason } };
  const { manifestHash } = known ?? (await reserve(ctx, about, stage, command.more));
  const content = await ctx.blobs.read(orderId, manifestHash);
  const { hash: signatureHash } = await ctx.blobs.put(orderId, await signer.sign(ctx, { raId: order.raId, content }));
  await transact(ctx.db, async (tx) => {
    const sealedAt = ctx.clock.now();
    const seal = { proofingId, stage, manifestHash, signatureHash, sealedAt };
    if (!(await insertSeal(tx, { ...seal, id: newId(sealedAt.getTime()), orderId }))) return;
    const details = { proofingId, stage, manifestHash, signatureHash };
    const actor = { kind: "system" } as const;
    await record(tx, { chain: `order:${orderId}`, act: "dossier.sealed", actor, details }, sealedAt);
    await announce(tx, "dossier.sealed", { orderId, proofingId, stage });
  });
}

/** Collects everything and records the manifest that is to be signed; of two at once the first one's. */
async function reserve(
  ctx: Context,
  about: Pick<Manifest, "order" | "proofing">,
  stage: SealStage,
  more: readonly NewEvidence[] | undefined,
): Promise<SealIntent> {
  const { order, proofing } = about;
  const orderId = order.id;
  await collectEvidence(ctx, orderId, more);
  const now = ctx.clock.now();
  const items = await dossierItems(ctx.db, orderId);
  const manifest: Manifest = { format: "confere-dossier/1", ...about, sealedAt: now.toISOString(), items };
  const { hash: manifestHash } = await ctx.blobs.put(orderId, manifestBytes(manifest));
  return transact(ctx.db, async (tx) => {
    const intent: SealIntent = { proofingId: proofing.id, stage, orderId, manifestHash };
    if (await insertSealIntent(tx, intent, now)) {
      const details = { proofingId: proofing.id, stage, manifestHash, items: items.length };
      const actor = { kind: "system" } as const;
      await record(tx, { chain: `order:${orderId}`, act: "dossier.seal-reserved", actor, details }, now);
      return intent;
    }
    const first = await sealIntentOf(tx, proofing.id, stage);
    if (!first) throw new Error(`the seal of ${proofing.id} was not recorded`);
    return first;
  });
}
