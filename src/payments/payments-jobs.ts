import type { JobsOf } from "../platform/jobs/jobs.ts";
import type { PaymentProvider } from "./payment-provider.ts";
import { subjectOfCharge } from "./payments-reads.ts";
import { reconcileCharge, withdrawAtProvider } from "./reconcile-charge.ts";
import { withdrawCharge } from "./withdraw-charge.ts";

/** What payments do after others' commits. `provider` comes from main.ts; undefined where no bank is connected. */
export function paymentsJobs(provider: PaymentProvider | undefined): JobsOf {
  return {
    jobs: {
      "payments.withdraw": (ctx, payload) => withdrawAtProvider(ctx, provider, payload),
      "payments.reconcile": (ctx, payload) => reconcileCharge(ctx, provider, payload),
    },
    events: {
      "order.cancelled": (ctx, { orderId }) => withdrawCharge(ctx, { orderId }),
    },
    subjects: { chargeId: subjectOfCharge },
  };
}
