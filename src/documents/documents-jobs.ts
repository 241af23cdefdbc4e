import type { JobsOf } from "../platform/jobs.ts";
import { openMail } from "./open-mail.ts";

export const documentsJobs: JobsOf = {
  jobs: { "documents.open-mail": (ctx, { mailId }) => openMail(ctx, { mailId }) },
};
