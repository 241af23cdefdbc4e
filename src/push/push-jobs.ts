import type { JobsOf } from "../platform/jobs/jobs.ts";
import { pushCalled, pushNext } from "./push-turn.ts";

/** Who is told on the browser, when: jobs of the transactions that change a holder's place. */
export const pushJobs: JobsOf = {
  events: {
    "applicant.admitted": pushCalled,
    "room.closed": pushNext,
  },
};
