import type { JobsOf } from "../platform/jobs/jobs.ts";
import { intentOf } from "./certificates/certificate-store.ts";
import { completeIssuance } from "./certificates/complete-issuance.ts";
import { tellAuthority } from "./certificates/tell-authority.ts";
import type { CertificationAuthorities } from "./certification-authority.ts";
import { keepCrls } from "./lists/keep-crls.ts";
import { sealIssued } from "./seals/seal-issued.ts";

/** What issuance does after others' commits. `authorities` come from main.ts. */
export function issuanceJobs(authorities: CertificationAuthorities): JobsOf {
  return {
    jobs: {
      "issuance.complete": async (ctx, { serial }) => void (await completeIssuance(ctx, authorities, { serial })),
      "issuance.revoke": (ctx, { serial }) => tellAuthority(ctx, authorities, { serial }),
      "issuance.publish-crls": (ctx) => keepCrls(ctx),
    },
    events: { "agreement.signed": sealIssued },
    subjects: { serial: intentOf },
  };
}
