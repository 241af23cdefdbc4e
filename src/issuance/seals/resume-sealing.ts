import { transact } from "../../platform/database.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { unsealedAgreements } from "./issuance-evidence-reads.ts";

/** Asks for the seals of agreements that were signed before a certificate was sealed at all. Run at every start. */
export async function resumeSealing(ctx: Context): Promise<void> {
  await transact(ctx.db, async (tx) => {
    for (const signed of await unsealedAgreements(tx)) await announce(tx, "agreement.signed", signed);
  });
}
