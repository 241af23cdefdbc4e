import type { JobsOf } from "../platform/jobs/jobs.ts";
import { liveIntent } from "./certificates/certificate-store.ts";
import { completeIssuance } from "./certificates/complete-issuance.ts";
import { keepCrls } from "./lists/keep-crls.ts";
import { sealIssued } from "./seals/seal-issued.ts";

export const issuanceJobs: JobsOf = {
  jobs: {
    "issuance.complete": (ctx, { serial }) => completeIssuance(ctx, { serial }),
    "issuance.publish-crls": (ctx) => keepCrls(ctx),
  },
  events: { "agreement.signed": sealIssued },
  subjects: { serial: liveIntent },
};
