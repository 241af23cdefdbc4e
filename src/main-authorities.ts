import { ensureAuthorities } from "./issuance/authorities/ensure-authorities.ts";
import { rebuildKeyHashes } from "./issuance/certificates/rebuild-key-hashes.ts";
import type { CertificationAuthorities } from "./issuance/certification-authority.ts";
import { installationAuthority } from "./issuance/providers/installation-authority.ts";
import { outsideStampRoots } from "./issuance/seals/stamp-time.ts";
import type { Context } from "./platform/settings/context.ts";

/** Who issues, first, and who issued before. The adapter of an authority outside takes its place here, by the settings. */
export const certificationAuthorities: CertificationAuthorities = [installationAuthority];

/** A late part of main.ts: the authorities as today's settings want them. No door opens before. */
export async function settleAuthorities(ctx: Context): Promise<void> {
  outsideStampRoots(ctx);
  await ensureAuthorities(ctx);
  await rebuildKeyHashes(ctx);
}
