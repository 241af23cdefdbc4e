import { record } from "../audit/record.ts";
import { orderById } from "../orders/orders-views.ts";
import type { Context } from "../platform/context.ts";
import { transact } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { announce } from "../platform/jobs.ts";
import { finalOutcome } from "../proofing/proofing.ts";
import { proofingById } from "../proofing/proofing-views.ts";
import { isRecordingReported, recordingsOf, roomById } from "../rooms/rooms-views.ts";
import { collectEvidence } from "./collect-evidence.ts";
import { type Manifest, manifestBytes } from "./dossier.ts";
import { insertSeal } from "./dossier-store.ts";
import { dossierItems, sealOfProofing } from "./dossier-views.ts";
import type { SealSigner } from "./seal-signer.ts";

/**
 * Seals what is kept of an order once a proofing is decided by everybody and its recording is put away; approved or
 * not, evidence is kept (VC-05). Does nothing while that is not so, or when it is sealed: whatever completes it asks again.
 */
export async function sealDossier(ctx: Context, signer: SealSigner, command: { proofingId: string }): Promise<void> {
  const proofing = await proofingById(ctx.db, command.proofingId);
  const outcome = proofing && finalOutcome(proofing);
  if (!proofing || !outcome || !(await isPutAway(ctx, proofing.roomId))) return;
  if (await sealOfProofing(ctx.db, proofing.id)) return;
  const { orderId, id: proofingId } = proofing;
  const order = await orderById(ctx.db, orderId);
  if (!order?.number) throw new Error(`order ${orderId} has no number`);
  await collectEvidence(ctx, orderId);
  const sealedAt = ctx.clock.now();
  const manifest: Manifest = {
    format: "confere-dossier/1",
    order: { id: orderId, number: order.number },
    proofing: { id: proofingId, outcome, reason: (proofing.verification ?? proofing.validation)?.reason ?? "" },
    sealedAt: sealedAt.toISOString(),
    items: await dossierItems(ctx.db, orderId),
  };
  const content = manifestBytes(manifest);
  const { hash: manifestHash } = await ctx.blobs.put(orderId, content);
  const { hash: signatureHash } = await ctx.blobs.put(orderId, await signer.sign(ctx, { raId: order.raId, content }));
  await transact(ctx.db, async (tx) => {
    const seal = { id: newId(sealedAt.getTime()), orderId, proofingId, manifestHash, signatureHash, sealedAt };
    if (!(await insertSeal(tx, seal))) return;
    const details = { proofingId, manifestHash, signatureHash, items: manifest.items.length };
    await record(
      tx,
      { chain: `order:${orderId}`, act: "dossier.sealed", actor: { kind: "system" }, details },
      sealedAt,
    );
    await announce(tx, "dossier.sealed", { orderId, proofingId });
  });
}

async function isPutAway(ctx: Context, roomId: string): Promise<boolean> {
  const room = await roomById(ctx.db, roomId);
  if (!room?.closedAt) return false;
  const recordings = await recordingsOf(ctx.db, roomId);
  if (recordings.length === 0) return true;
  // A segment that was never noted while it ran appears only as it is put away: what is listed so far may not be all.
  return recordings.every((recording) => recording.stored !== null) && (await isRecordingReported(ctx.db, roomId));
}
