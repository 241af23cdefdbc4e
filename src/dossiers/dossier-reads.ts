import type { Reader } from "../platform/database.ts";
import type { DossierItem, Seal, SealStage } from "./dossier.ts";
import { itemsOf } from "./dossier-store.ts";

export const dossierItems: (reader: Reader, orderId: string) => Promise<DossierItem[]> = itemsOf;

const sealColumns = [
  "proofing_id as proofingId",
  "stage",
  "manifest_hash as manifestHash",
  "signature_hash as signatureHash",
  "sealed_at as sealedAt",
] as const;

/** Seals of an order, newest first; each covers everything kept until its moment. */
export async function sealsOf(reader: Reader, orderId: string): Promise<Seal[]> {
  return reader
    .selectFrom("seals")
    .select(sealColumns)
    .where("order_id", "=", orderId)
    .orderBy("sealed_at", "desc")
    .execute();
}

export async function sealOfProofing(
  reader: Reader,
  proofingId: string,
  stage: SealStage = "identification",
): Promise<Seal | undefined> {
  return reader
    .selectFrom("seals")
    .select(sealColumns)
    .where("proofing_id", "=", proofingId)
    .where("stage", "=", stage)
    .executeTakeFirst();
}

export type Opening = { agentName: string; purpose: string; openedAt: Date };

/** Who opened the dossier, when and why; newest first. */
export async function openingsOf(reader: Reader, orderId: string): Promise<Opening[]> {
  return reader
    .selectFrom("dossier_openings as d")
    .innerJoin("agents as a", "a.id", "d.agent_id")
    .select(["a.name as agentName", "d.purpose", "d.opened_at as openedAt"])
    .where("d.order_id", "=", orderId)
    .orderBy("d.opened_at", "desc")
    .execute();
}

/** Whether this agent said why and opened the dossier since then: what each of its files asks before it is shown. */
export async function hasOpened(reader: Reader, orderId: string, agentId: string, since: Date): Promise<boolean> {
  const row = await reader
    .selectFrom("dossier_openings")
    .select("id")
    .where("order_id", "=", orderId)
    .where("agent_id", "=", agentId)
    .where("opened_at", ">", since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
