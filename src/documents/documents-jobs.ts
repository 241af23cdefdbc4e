import type { JobsOf } from "../platform/jobs/jobs.ts";
import { inboundMailRow } from "./mail/inbound-mail-store.ts";
import { mailboxOwner } from "./mail/mail-reads.ts";
import { openMail } from "./open-mail.ts";
import { judgeHandedOver } from "./papers/judge-paper.ts";
import { sharePapers } from "./papers/share-papers.ts";

export const documentsJobs: JobsOf = {
  jobs: {
    "documents.open-mail": (ctx, { mailId }) => openMail(ctx, { mailId }),
    "documents.judge-paper": judgeHandedOver,
    "documents.forget-batch": (ctx, { batchId }) => ctx.blobs.destroyKey(batchId),
    "documents.share-papers": (ctx, { orderId }) => sharePapers(ctx, { orderId }),
  },
  subjects: {
    mailId: async (reader, mailId) => {
      const mail = await inboundMailRow(reader, mailId);
      if (mail?.orderId) return { orderId: mail.orderId };
      for (const address of mail?.envelopeTo ?? []) {
        const raId = await mailboxOwner(reader, address);
        if (raId) return { raId };
      }
      return undefined;
    },
  },
};
