import type { SealSigner } from "../../dossiers/seal-signer.ts";
import { everyAuthority, publishedCrlOf } from "../authorities/authority-reads.ts";
import { sealContent } from "./seal-content.ts";
import { outsideStampRoots } from "./stamp-time.ts";

/** The port of dossiers, filled by this installation's own authorities: those of today and those that sealed before them. */
export const installationSeal: SealSigner = {
  sign: sealContent,
  async roots(ctx) {
    return (await everyAuthority(ctx.db)).roots;
  },
  stampRoots: async (ctx) => outsideStampRoots(ctx),
  async published(ctx) {
    const { roots, issuing } = await everyAuthority(ctx.db);
    const lists = await Promise.all(
      roots.flatMap((_, at) => [publishedCrlOf(ctx.db, "root", at + 1), publishedCrlOf(ctx.db, "issuing", at + 1)]),
    );
    return { intermediates: issuing, lists: lists.filter((list) => list !== undefined) };
  },
};
