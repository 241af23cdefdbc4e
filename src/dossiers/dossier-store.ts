import { jsonb, type Reader, sql, type Transaction } from "../platform/database.ts";
import { hourMs } from "../platform/time/durations.ts";
import { type DossierItem, itemName, type NewItem, type Seal, type SealIntent, type SealStage } from "./dossier.ts";

declare module "../platform/database.ts" {
  interface Tables {
    dossier_items: {
      order_id: string;
      position: number;
      kind: string;
      name: string;
      media_type: string;
      hash: string;
      bytes: number;
      about: Record<string, unknown>;
      added_at: Date;
    };
    seals: {
      id: string;
      order_id: string;
      proofing_id: string;
      stage: SealStage;
      manifest_hash: string;
      signature_hash: string;
      sealed_at: Date;
    };
    seal_intents: {
      proofing_id: string;
      stage: SealStage;
      order_id: string;
      manifest_hash: string;
      recorded_at: Date;
    };
    evidence_openings: { order_id: string; agent_id: string; thing: string; hour: Date };
    dossier_openings: { id: string; order_id: string; agent_id: string; purpose: string; opened_at: Date };
  }
}

/** Adds what is not there yet (by kind and hash) behind the last position; one writer per order at a time. */
export async function addItems(tx: Transaction, orderId: string, items: NewItem[], now: Date): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`dossier:${orderId}`}, 0))`.execute(tx);
  const kept = await itemsOf(tx, orderId);
  const known = new Set(kept.map((item) => `${item.kind} ${item.hash}`));
  let position = kept.at(-1)?.position ?? 0;
  for (const item of items) {
    if (known.has(`${item.kind} ${item.hash}`)) continue;
    known.add(`${item.kind} ${item.hash}`);
    position += 1;
    await tx
      .insertInto("dossier_items")
      .values({
        order_id: orderId,
        position,
        kind: item.kind,
        name: itemName(position, item.kind, item.name),
        media_type: item.mediaType,
        hash: item.hash,
        bytes: item.bytes,
        about: jsonb(item.about),
        added_at: now,
      })
      .execute();
  }
}

export async function itemsOf(reader: Reader, orderId: string): Promise<DossierItem[]> {
  return reader
    .selectFrom("dossier_items")
    .select(["position", "kind", "name", "media_type as mediaType", "hash", "bytes", "about"])
    .where("order_id", "=", orderId)
    .orderBy("position")
    .execute();
}

/** False when the proofing has its seal already. */
export async function insertSeal(tx: Transaction, seal: Seal & { id: string; orderId: string }): Promise<boolean> {
  const row = await tx
    .insertInto("seals")
    .values({
      id: seal.id,
      order_id: seal.orderId,
      proofing_id: seal.proofingId,
      stage: seal.stage,
      manifest_hash: seal.manifestHash,
      signature_hash: seal.signatureHash,
      sealed_at: seal.sealedAt,
    })
    .onConflict((conflict) => conflict.columns(["proofing_id", "stage"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** False where one was recorded before: that one is signed. */
export async function insertSealIntent(tx: Transaction, intent: SealIntent, now: Date): Promise<boolean> {
  const { proofingId, stage, orderId, manifestHash } = intent;
  const result = await tx
    .insertInto("seal_intents")
    .values({ proofing_id: proofingId, stage, order_id: orderId, manifest_hash: manifestHash, recorded_at: now })
    .onConflict((conflict) => conflict.columns(["proofing_id", "stage"]).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function sealIntentOf(
  reader: Reader,
  proofingId: string,
  stage: SealStage,
): Promise<SealIntent | undefined> {
  return reader
    .selectFrom("seal_intents")
    .select(["proofing_id as proofingId", "stage", "order_id as orderId", "manifest_hash as manifestHash"])
    .where("proofing_id", "=", proofingId)
    .where("stage", "=", stage)
    .executeTakeFirst();
}

/** False where the same person opened the same thing in this hour already. */
export async function insertEvidenceOpening(
  tx: Transaction,
  opening: { orderId: string; agentId: string; thing: string },
  now: Date,
): Promise<boolean> {
  const hour = new Date(Math.floor(now.getTime() / hourMs) * hourMs);
  const kept = await tx
    .insertInto("evidence_openings")
    .values({ order_id: opening.orderId, agent_id: opening.agentId, thing: opening.thing, hour })
    .onConflict((conflict) => conflict.columns(["order_id", "agent_id", "thing", "hour"]).doNothing())
    .executeTakeFirst();
  return (kept.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function insertOpening(
  tx: Transaction,
  opening: { id: string; orderId: string; agentId: string; purpose: string },
  now: Date,
): Promise<void> {
  await tx
    .insertInto("dossier_openings")
    .values({
      id: opening.id,
      order_id: opening.orderId,
      agent_id: opening.agentId,
      purpose: opening.purpose,
      opened_at: now,
    })
    .execute();
}
