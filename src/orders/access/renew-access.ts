import type { Transaction } from "../../platform/database.ts";
import { newId, newToken, sha256Hex } from "../../platform/ids.ts";
import { accessesOfToken, endSoon, grantAccess } from "./access-store.ts";
import { accessExpiry, renewedExpiry } from "./order-access-rules.ts";

/**
 * Gives the browser another token, in the caller's transaction, at every gain of right, so that whoever planted or saw
 * the former one gains nothing (OWASP ASVS 5 V7.2.4). It opens what `from` opened, and `gained.orderId`. A token that
 * we did not make opens nothing, and so carries nothing over. `proven`: id of the access that the order has from now
 * on, where a proof was just given; else it keeps the one it had.
 */
export async function renewAccess(
  tx: Transaction,
  from: string | undefined,
  gained: { orderId: string; endsWithTab?: boolean; proven?: string },
  now: Date,
): Promise<string> {
  const fromHash = from === undefined ? undefined : sha256Hex(from);
  const carried = fromHash === undefined ? [] : await accessesOfToken(tx, fromHash, now);
  // What is said of the device for one order holds for all that its browser opens.
  const endsWithTab = gained.endsWithTab === true || carried.some((access) => access.endsWithTab);
  const token = newToken();
  const kept = new Map(carried.map(({ orderId, accessId }) => [orderId, accessId]));
  kept.set(gained.orderId, gained.proven ?? kept.get(gained.orderId) ?? newId());
  const expiresAt = accessExpiry(now, endsWithTab);
  for (const [orderId, accessId] of kept)
    await grantAccess(tx, sha256Hex(token), { orderId, accessId, endsWithTab, expiresAt }, now);
  if (fromHash !== undefined && carried.length > 0) await endSoon(tx, fromHash, renewedExpiry(now), now);
  return token;
}
