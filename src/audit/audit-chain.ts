import { createHash } from "node:crypto";

/** Who did it. `id` is an agent's or order's id; `name` is what a reader of the chain is shown. */
export type Actor = { kind: "applicant" | "agent" | "system" | "provider"; id?: string; name?: string };

/** One link: what was done, by whom, when, and the hash that ties it to everything before it in its chain. */
export type AuditEntry = {
  chain: string;
  seq: number;
  at: Date;
  act: string;
  actor: Actor;
  details: Record<string, unknown>;
  previousHash: string;
  hash: string;
};

/** `head` is the newest hash: kept elsewhere (a dossier's seal), it shows that no entry was cut from the end. */
export type ChainVerdict =
  | { intact: true; entries: number; head: string }
  | { intact: false; entries: number; brokenAt: number; why: "changed" | "missing" | "not-linked" };

/** The hash before the first entry. */
export const genesisHash = "0".repeat(64);

/**
 * JSON with sorted keys, no blanks and no undefined, as RFC 8785 does for the values that occur here. Strings lose
 * NUL and lone surrogates, which PostgreSQL does not hold.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(JSON.parse(JSON.stringify(value ?? null))));
}

function sorted(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("\u0000", "\ufffd").toWellFormed();
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, item]) => [sorted(key) as string, sorted(item)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** SHA-256 (hex) over the canonical form of every field but the hash itself. */
export function hashOf(entry: Omit<AuditEntry, "hash">): string {
  const { chain, seq, at, act, actor, details, previousHash } = entry;
  const text = canonicalJson({ chain, seq, at: at.toISOString(), act, actor, details, previousHash });
  return createHash("sha256").update(text).digest("hex");
}

/** Checks the entries of one chain, oldest first. An empty chain is intact and has the genesis hash as its head. */
export function verifyChain(entries: AuditEntry[]): ChainVerdict {
  let head = genesisHash;
  for (const [i, entry] of entries.entries()) {
    const broken = (why: "changed" | "missing" | "not-linked"): ChainVerdict => ({
      intact: false,
      entries: entries.length,
      brokenAt: entry.seq,
      why,
    });
    if (entry.seq !== i + 1) return broken("missing");
    if (entry.hash !== hashOf(entry)) return broken("changed");
    if (entry.previousHash !== head) return broken("not-linked");
    head = entry.hash;
  }
  return { intact: true, entries: entries.length, head };
}
