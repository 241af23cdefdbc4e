import { ensureAuthorities } from "./issuance/authorities/ensure-authorities.ts";
import { rebuildKeyHashes } from "./issuance/certificates/rebuild-key-hashes.ts";
import { outsideStampRoots } from "./issuance/seals/stamp-time.ts";
import type { Context } from "./platform/settings/context.ts";

/** A late part of main.ts: the authorities as today's settings want them. No door opens before. */
export async function settleAuthorities(ctx: Context): Promise<void> {
  outsideStampRoots(ctx);
  await ensureAuthorities(ctx);
  await rebuildKeyHashes(ctx);
}
