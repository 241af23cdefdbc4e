import { sealDossier } from "../../dossiers/seal-dossier.ts";
import type { Context } from "../../platform/settings/context.ts";
import { installationSeal } from "./installation-seal.ts";
import { issuanceEvidence } from "./issuance-evidence-reads.ts";

/**
 * The second seal, over everything kept until then with the certificate, its request, the signed agreement and the log of
 * its delivery (DOC-ICP-05 4.3.1, 5.5.1). Does nothing before the agreement is signed, or again.
 */
export async function sealIssued(ctx: Context, signed: { orderId: string; serial: string }): Promise<void> {
  const issued = await issuanceEvidence(ctx.db, signed);
  if (!issued) return;
  const { proofingId, evidence } = issued;
  await sealDossier(ctx, installationSeal, { proofingId, stage: "issuance", more: evidence });
}
