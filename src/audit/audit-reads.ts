import type { Reader } from "../platform/database.ts";
import type { AuditEntry } from "./audit-chain.ts";
import type { AuditEntryRow } from "./audit-store.ts";

/** Every entry of a chain, oldest first, as `verifyChain` wants it. */
export async function readChain(db: Reader, chain: string): Promise<AuditEntry[]> {
  const rows = await db.selectFrom("audit_entries").selectAll().where("chain", "=", chain).orderBy("seq").execute();
  return rows.map(toEntry);
}

/** Chains whose name starts with `prefix` ("order:", "ar:"), the one written to last first. */
export async function listChains(
  db: Reader,
  prefix: string,
  limit = 100,
): Promise<{ chain: string; entries: number; lastAt: Date }[]> {
  return db
    .selectFrom("audit_entries")
    .select((e) => ["chain", e.fn.count<number>("seq").as("entries"), e.fn.max("at").as("lastAt")])
    .where((e) => e.fn<boolean>("starts_with", ["chain", e.val(prefix)]))
    .groupBy("chain")
    .orderBy("lastAt", "desc")
    .limit(limit)
    .execute();
}

function toEntry({ previous_hash: previousHash, ...rest }: AuditEntryRow): AuditEntry {
  return { ...rest, previousHash };
}
