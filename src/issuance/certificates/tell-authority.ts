import { transact } from "../../platform/database.ts";
import { cancelJob } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { authorityNamed, type CertificationAuthorities } from "../certification-authority.ts";
import { certificateOfSerial, intentOf } from "./certificate-store.ts";
import { insertTold, revocationOf } from "./revocation-store.ts";

/**
 * Tells the authority of a serial that was revoked or given up, and keeps that it was told. Run right after the revocation and as
 * a job; telling it again changes nothing. Rejects with AuthorityUnreachable where it does not answer.
 */
export async function tellAuthority(
  ctx: Context,
  authorities: CertificationAuthorities,
  command: { serial: string },
): Promise<void> {
  const serial = command.serial.toUpperCase();
  const [intent, revocation] = [await intentOf(ctx.db, serial), await revocationOf(ctx.db, serial)];
  if (!intent || !revocation) return;
  const certificate = await certificateOfSerial(ctx.db, serial);
  await authorityNamed(authorities, intent.authority).revoke(ctx, { ...intent, ...revocation, certificate });
  await transact(ctx.db, async (tx) => {
    await insertTold(tx, serial, ctx.clock.now());
    await cancelJob(tx, "issuance.revoke", serial);
  });
}
