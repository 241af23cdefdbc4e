import type { SealSigner } from "../dossiers/seal-signer.ts";
import { publishedChain, publishedCrl } from "./issuance-views.ts";
import { sealContent } from "./seal-content.ts";

/** The port of dossiers, filled by this installation's own authority. */
export const installationSeal: SealSigner = {
  sign: sealContent,
  async roots(ctx) {
    const chain = await publishedChain(ctx.db);
    return chain ? [chain.root] : [];
  },
  async published(ctx) {
    const chain = await publishedChain(ctx.db);
    const lists = [await publishedCrl(ctx.db, "root"), await publishedCrl(ctx.db, "issuing")];
    return { intermediates: chain ? [chain.issuing] : [], lists: lists.filter((list) => list !== undefined) };
  },
};
