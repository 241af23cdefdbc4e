import { record } from "../../audit/record.ts";
import { keyHashOf } from "../../pki/certificates/certificate-request.ts";
import { transact } from "../../platform/database.ts";
import type { Context } from "../../platform/settings/context.ts";
import { insertOlderKey, intentsWithoutKey } from "./intent-key-store.ts";

/**
 * Gives every intent of the days when a key was hashed as it came the hash of the key itself. Where two of them turn out to have
 * one key in two encodings, that goes on record with both serials: the AR has to revoke one. Run at every start, before
 * anything is served.
 */
export async function rebuildKeyHashes(ctx: Context): Promise<void> {
  await transact(ctx.db, async (tx) => {
    for (const { serial, orderId, request } of await intentsWithoutKey(tx)) {
      const keyHash = keyHashOf(request);
      const sharedWith = await insertOlderKey(tx, { serial, keyHash });
      if (sharedWith === undefined) continue;
      ctx.log.warn({ serial, sharedWith }, "two certificates were reserved for one key");
      const details = { serial, sharedWith, keyHash };
      const entry = {
        chain: `order:${orderId}`,
        act: "certificate.key-shared",
        actor: { kind: "system" },
        details,
      } as const;
      await record(tx, entry, ctx.clock.now());
    }
  });
}
