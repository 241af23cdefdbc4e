import type { Transaction } from "../../platform/database.ts";
import { insertSpentApproval } from "../spent-approval-store.ts";

/**
 * The certificate that was issued on this approval is revoked: a new key needs an identification like the first (DOC-ICP-05
 * 3.3.2; the one exception, a request signed with another valid certificate, is not offered here). In the transaction of
 * the revocation; doing it again changes nothing.
 */
export async function spendApproval(tx: Transaction, command: { proofingId: string }, now: Date): Promise<void> {
  await insertSpentApproval(tx, command.proofingId, now);
}
