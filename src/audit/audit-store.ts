import { jsonb, sql, type Transaction } from "../platform/database.ts";
import type { Actor, AuditEntry } from "./audit-chain.ts";

declare module "../platform/database.ts" {
  interface Tables {
    audit_entries: AuditEntryRow;
  }
}

export type AuditEntryRow = {
  chain: string;
  seq: number;
  at: Date;
  act: string;
  actor: Actor;
  details: Record<string, unknown>;
  previous_hash: string;
  hash: string;
};

/**
 * Makes writers of one chain wait for each other until the transaction ends (other chains go on), and gives the chain's
 * last entry.
 */
export async function lockLast(tx: Transaction, chain: string): Promise<{ seq: number; hash: string } | undefined> {
  const { rows } = await sql<{ seq: number | null; hash: string }>`select seq, hash from audit_last(${chain})`.execute(
    tx,
  );
  const [last] = rows;
  return last?.seq == null ? undefined : { seq: last.seq, hash: last.hash };
}

export async function append(tx: Transaction, entry: AuditEntry): Promise<void> {
  const { previousHash, actor, details, ...rest } = entry;
  await tx
    .insertInto("audit_entries")
    .values({ ...rest, actor: jsonb(actor), details: jsonb(details), previous_hash: previousHash })
    .execute();
}
