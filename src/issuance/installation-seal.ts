import type { SealSigner } from "../dossiers/seal-signer.ts";
import { publishedChain } from "./issuance-views.ts";
import { sealContent } from "./seal-content.ts";

/** The port of dossiers, filled by this installation's own authority. */
export const installationSeal: SealSigner = {
  sign: sealContent,
  async roots(ctx) {
    const chain = await publishedChain(ctx.db);
    return chain ? [chain.root] : [];
  },
};
