import { ensureAuthorities } from "./issuance/authorities/ensure-authorities.ts";
import { rebuildKeyHashes } from "./issuance/certificates/rebuild-key-hashes.ts";
import type { CertificationAuthorities } from "./issuance/certification-authority.ts";
import { installationAuthority } from "./issuance/providers/installation-authority.ts";
import { outsideStampRoots } from "./issuance/seals/stamp-time.ts";
import type { Context } from "./platform/settings/context.ts";

/**
 * The authority that issues comes first, then those that issued before. An outside authority's adapter is put first, by
 * the settings.
 */
export const certificationAuthorities: CertificationAuthorities = [installationAuthority];

/** A late part of main.ts: brings the authorities in line with today's settings. No door opens before it is done. */
export async function settleAuthorities(ctx: Context): Promise<void> {
  outsideStampRoots(ctx);
  await ensureAuthorities(ctx);
  await rebuildKeyHashes(ctx);
}
