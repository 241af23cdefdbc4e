import { documentsJobs } from "./documents/documents-jobs.ts";
import { dossiersJobs } from "./dossiers/dossiers-jobs.ts";
import { irregularitiesJobs } from "./irregularities/irregularities-jobs.ts";
import { keepAuthorities } from "./issuance/authorities/keep-authorities.ts";
import { issuanceJobs } from "./issuance/issuance-jobs.ts";
import { keepCrls } from "./issuance/lists/keep-crls.ts";
import { endRetention } from "./issuance/retention/end-retention.ts";
import { installationSeal } from "./issuance/seals/installation-seal.ts";
import { resumeSealing } from "./issuance/seals/resume-sealing.ts";
import { certificationAuthorities } from "./main-authorities.ts";
import { notificationsJobs } from "./notifications/notifications-jobs.ts";
import type { Courier } from "./notifications/outbox/courier.ts";
import type { PaymentProvider } from "./payments/payment-provider.ts";
import { paymentsJobs } from "./payments/payments-jobs.ts";
import { startWorker, type Worker } from "./platform/jobs/job-worker.ts";
import { type Repeated, repeat } from "./platform/jobs/repeat.ts";
import type { Context } from "./platform/settings/context.ts";
import { hourMs } from "./platform/time/durations.ts";
import { proofingJobs } from "./proofing/proofing-jobs.ts";
import { pushJobs } from "./push/push-jobs.ts";
import type { RoomMedia } from "./rooms/media-port.ts";
import type { MeetingProvider } from "./rooms/meeting-provider.ts";
import { roomsJobs } from "./rooms/rooms-jobs.ts";
import { schedulingJobs } from "./scheduling/scheduling-jobs.ts";
import { resumeWatch } from "./watch/tasks/resume-watch.ts";
import { watchJobs } from "./watch/watch-jobs.ts";

/** Through what jobs reach the world outside this server. */
type Outside = { media: RoomMedia; courier: Courier; provider: PaymentProvider | undefined };
/** The adapters of the providers that an AR may choose beside our own room; each has its row in meeting_providers. */
const meetingProviders: readonly MeetingProvider[] = [];
type Work = { worker: Worker; lists: Repeated; ends: Repeated };

/** A late part of main.ts: what an earlier run or a migration left to be done, all who do jobs, and what is done by the clock. */
export async function startJobs(ctx: Context, { media, courier, provider }: Outside): Promise<Work> {
  await resumeSealing(ctx);
  await resumeWatch(ctx);
  const worker = startWorker(ctx, {
    payments: paymentsJobs(provider),
    scheduling: schedulingJobs,
    documents: documentsJobs,
    rooms: roomsJobs(media, meetingProviders),
    irregularities: irregularitiesJobs,
    proofing: proofingJobs,
    dossiers: dossiersJobs(installationSeal),
    issuance: issuanceJobs(certificationAuthorities),
    watch: watchJobs,
    push: pushJobs,
    notifications: notificationsJobs(courier),
  });
  const lists = repeat(ctx.log, "authorities and their lists", 30_000, async () => {
    await keepAuthorities(ctx);
    await keepCrls(ctx);
  });
  const ends = repeat(ctx.log, "end of retention", hourMs, () => endRetention(ctx));
  return { worker, lists, ends };
}
