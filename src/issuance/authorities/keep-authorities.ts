import { readCertificate } from "../../pki/certificates/certificate-reader.ts";
import type { Context } from "../../platform/settings/context.ts";
import { authorityInService } from "./authority-store.ts";
import { ensureAuthorities, isInTime } from "./ensure-authorities.ts";

/**
 * Does what `ensureAuthorities` does at a start while the server runs, where a certificate needs it: it ends soon, or
 * has not begun because a clock was ahead when it was made. Otherwise this costs reading three rows.
 */
export async function keepAuthorities(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  for (const kind of ["root", "issuing", "timestamp"] as const) {
    const stored = await authorityInService(ctx.db, kind);
    if (!stored || !isInTime(readCertificate(stored.certificate), now)) return ensureAuthorities(ctx);
  }
}
