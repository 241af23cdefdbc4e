import type { JobsOf } from "../platform/jobs.ts";
import { askForName } from "./ask-for-name.ts";
import { askOffice } from "./ask-office.ts";
import { keepDeadlines } from "./keep-deadlines.ts";
import { lookAtDeadline } from "./look-at-deadline.ts";
import { offerSlots } from "./offer-slots.ts";
import { planAttendance, watchAttendance } from "./watch-attendance.ts";

/** What acts by itself: who did not come, and what must happen by when. */
export const watchJobs: JobsOf = {
  jobs: {
    "watch.attendance": watchAttendance,
    "watch.deadline": lookAtDeadline,
    "watch.offer-slots": offerSlots,
    "watch.ask-office": (ctx, { latenessId }) => askOffice(ctx, { latenessId, by: "installation" }),
  },
  events: {
    "appointment.booked": planAttendance,
    "appointment.moved": planAttendance,
    "order.placed": keepDeadlines,
    "order.paid": keepDeadlines,
    "order.cancelled": keepDeadlines,
    "proofing.validated": keepDeadlines,
    "proofing.verified": keepDeadlines,
    "device.delivered": keepDeadlines,
    "certificate.issued": keepDeadlines,
    "issuance.name-refused": askForName,
    "certificate.revoked": keepDeadlines,
  },
};
