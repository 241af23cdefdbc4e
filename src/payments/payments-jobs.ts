import type { JobsOf } from "../platform/jobs/jobs.ts";
import { withdrawCharge } from "./withdraw-charge.ts";

export const paymentsJobs: JobsOf = {
  events: {
    "order.cancelled": (ctx, { orderId }) => withdrawCharge(ctx, { orderId }),
  },
};
