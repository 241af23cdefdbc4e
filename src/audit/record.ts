import type { Transaction } from "../platform/database.ts";
import { type Actor, canonicalJson, genesisHash, hashOf } from "./audit-chain.ts";
import { append, lockLast } from "./audit-store.ts";

/** `order:<orderId>` for everything about an order, `ar:<raId>` for acts of an office, `installation` for the rest. */
export type Chain = `order:${string}` | `ar:${string}` | "installation";

/** What happened. `act` is `noun.past-verb` ("appointment.booked"); `details` hold ids and facts, not whole documents. */
type Deed = { chain: Chain; act: string; actor: Actor; details?: Record<string, unknown> };

/**
 * Writes one entry with the caller's transaction: the deed and its record commit together or not at all. Entries of
 * one chain are written one at a time, so call it late in the transaction. Rejects only as the database does.
 */
export async function record(tx: Transaction, deed: Deed, now: Date): Promise<void> {
  const last = await lockLast(tx, deed.chain);
  const entry = {
    chain: deed.chain,
    seq: (last?.seq ?? 0) + 1,
    at: now,
    act: deed.act,
    actor: JSON.parse(canonicalJson(deed.actor)) as Actor,
    details: JSON.parse(canonicalJson(deed.details ?? {})) as Record<string, unknown>,
    previousHash: last?.hash ?? genesisHash,
  };
  await append(tx, { ...entry, hash: hashOf(entry) });
}
