import { canonicalJson } from "../audit/audit-chain.ts";
import { type AgentPrincipal, mayAudit } from "../people/agent.ts";
import { hourMs } from "../platform/time/durations.ts";

declare module "../platform/jobs/jobs.ts" {
  interface EventPayloads {
    "dossier.sealed": { orderId: string; proofingId: string; stage: SealStage };
  }
}

/** One thing kept about an order. `hash` (SHA-256 of the plain bytes) addresses it in the order's blobs. */
export type DossierItem = {
  position: number;
  /** "order", "payments", "paper", "mail", "proofing", "still", "recording", "recording-log", "audit" … */
  kind: string;
  /** File name in an export: unique, without folders. */
  name: string;
  mediaType: string;
  hash: string;
  bytes: number;
  about: Record<string, unknown>;
};

export type NewItem = Omit<DossierItem, "position">;

/** A thing that another domain puts in before a seal. */
export type NewEvidence = Pick<DossierItem, "kind" | "name" | "mediaType" | "about"> & { content: Uint8Array };

/** What the seal is put on: everything kept at that moment, by name, hash and size (DOC-ICP-05 3.2.8.3). */
export type Manifest = {
  format: "confere-dossier/1";
  order: { id: string; number: string };
  /** `outcome`: the decision, or "lapsed" where nobody made one. */
  proofing: { id: string; outcome: string; reason: string };
  sealedAt: string;
  items: DossierItem[];
};

/** identification: once everybody has decided. issuance: after the certificate was issued and its agreement signed. */
const sealStages = ["identification", "issuance"] as const;
export type SealStage = (typeof sealStages)[number];

export type Seal = {
  proofingId: string;
  stage: SealStage;
  manifestHash: string;
  signatureHash: string;
  sealedAt: Date;
};

/** What is to be sealed, recorded before it is signed. */
export type SealIntent = { proofingId: string; stage: SealStage; orderId: string; manifestHash: string };

/** The bytes that are signed: canonical JSON, so that anybody re-making the manifest gets the same ones. */
export function manifestBytes(manifest: Manifest): Buffer {
  return Buffer.from(canonicalJson(manifest));
}

/** "still-2-face.jpg": plain ASCII, unique by position. */
export function itemName(position: number, kind: string, label: string): string {
  const plain = label
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[.-]+/, "");
  return `${String(position).padStart(3, "0")}-${kind}-${plain.slice(-80)}`;
}

export type ItemVerdict = { name: string; kind: string; fault: "missing" | "changed" | undefined };

export type SealVerdict =
  | {
      good: true;
      signer: string;
      signedAt: Date | undefined;
      stampedAt: Date | undefined;
      /** Name of who stamped, and whether it is the installation itself, which nobody accredited. */
      stampedBy: string | undefined;
      stampIsOwn: boolean;
    }
  | { good: false; why: string };

export type DossierVerdict = {
  proofingId: string;
  sealedAt: Date;
  seal: SealVerdict;
  items: ItemVerdict[];
  /** The order's audit chain as it is now: unbroken, and still beginning with what the seal covers. */
  chain: { intact: boolean; entries: number; coversSeal: boolean };
  intact: boolean;
};

export function isIntact(verdict: Omit<DossierVerdict, "intact">): boolean {
  const items = verdict.items.every((item) => item.fault === undefined);
  return verdict.seal.good && items && verdict.chain.intact && verdict.chain.coversSeal;
}

/** How long one stated purpose lets a dossier be read before it must be stated again. */
export const openingLastsMs = hourMs;

export const mayOpenDossier = (who: AgentPrincipal, raId: string): boolean => mayAudit(who, raId);
