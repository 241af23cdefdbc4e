import { cancelOrder } from "../orders/cancel-order.ts";
import type { JobsOf } from "../platform/jobs/jobs.ts";
import { cancelledByCase } from "./irregularity.ts";
import { caseRow } from "./irregularity-store.ts";

export const irregularitiesJobs: JobsOf = {
  jobs: {
    "irregularities.cancel-order": (ctx, { orderId }) =>
      cancelOrder(ctx, { orderId, reason: cancelledByCase, come: "neither", by: "installation" }),
  },
  subjects: { caseId: caseRow },
};
