import type { JobsOf } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { proofingOfRoom } from "../proofing/proofing-reads.ts";
import { sealDossier } from "./seal-dossier.ts";
import type { SealSigner } from "./seal-signer.ts";

/** Sealing is asked for by whatever may have been the last thing missing; `sealDossier` does it once. */
export function dossiersJobs(signer: SealSigner): JobsOf {
  const sealRoom = async (ctx: Context, { roomId }: { roomId: string }) => {
    const proofing = await proofingOfRoom(ctx.db, roomId);
    if (proofing) await sealDossier(ctx, signer, { proofingId: proofing.id });
  };
  return {
    events: {
      "proofing.validated": (ctx, { proofingId }) => sealDossier(ctx, signer, { proofingId }),
      "proofing.verified": (ctx, { proofingId }) => sealDossier(ctx, signer, { proofingId }),
      "proofing.lapsed": (ctx, { proofingId }) => sealDossier(ctx, signer, { proofingId }),
      "proofing.return-answered": (ctx, { proofingId }) => sealDossier(ctx, signer, { proofingId }),
      "recordings.stored": sealRoom,
      "room.closed": sealRoom,
    },
  };
}
