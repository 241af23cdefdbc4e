import { readCertificate } from "../../pki/certificates/certificate-reader.ts";
import type { Context } from "../../platform/settings/context.ts";
import { authorityInService } from "./authority-store.ts";
import { ensureAuthorities, isInTime } from "./ensure-authorities.ts";

/**
 * What `ensureAuthorities` does at a start, where the days of a certificate ask for it while the server runs: one that ends soon,
 * or that has not begun, because a clock was ahead when it was made. Costs three rows otherwise.
 */
export async function keepAuthorities(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  for (const kind of ["root", "issuing", "timestamp"] as const) {
    const stored = await authorityInService(ctx.db, kind);
    if (!stored || !isInTime(readCertificate(stored.certificate), now)) return ensureAuthorities(ctx);
  }
}
