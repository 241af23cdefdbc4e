import type { JobsOf } from "../platform/jobs/jobs.ts";
import { roomOfAppointment } from "../rooms/rooms-reads.ts";
import { askForName } from "./ask-for-name.ts";
import { askOffice } from "./ask-office.ts";
import { chaseDecision, planDecision, settleDecision } from "./chase-decision.ts";
import { deadlineRow } from "./deadline-store.ts";
import { followIrregularity } from "./follow-irregularity.ts";
import { askAboutMail } from "./follow-mail.ts";
import { askForAnswer, dropAnswered, dropDecided } from "./follow-return.ts";
import { keepDeadlines } from "./keep-deadlines.ts";
import { latenessRow } from "./lateness-store.ts";
import { lookAtDeadline } from "./look-at-deadline.ts";
import { noteTrouble, settleTrouble } from "./note-trouble.ts";
import { offerSlots } from "./offer-slots.ts";
import { seekVerifier } from "./seek-verifier.ts";
import { planAttendance, watchAttendance } from "./watch-attendance.ts";

/** What acts by itself: who did not come, and what must happen by when. */
export const watchJobs: JobsOf = {
  jobs: {
    "watch.attendance": watchAttendance,
    "watch.deadline": lookAtDeadline,
    "watch.decision": chaseDecision,
    "watch.offer-slots": offerSlots,
    "watch.ask-office": (ctx, { latenessId }) => askOffice(ctx, { latenessId, by: "installation" }),
  },
  events: {
    "job.stalled": noteTrouble,
    "job.settled": settleTrouble,
    "appointment.booked": planAttendance,
    "appointment.moved": planAttendance,
    "mail.asks": askAboutMail,
    "order.placed": keepDeadlines,
    "order.paid": keepDeadlines,
    "order.cancelled": keepDeadlines,
    "irregularity.opened": followIrregularity,
    "irregularity.reported": followIrregularity,
    "irregularity.closed": followIrregularity,
    "room.closed": planDecision,
    "room.passed-on": seekVerifier,
    "appointment.handed-over": async (ctx, { appointmentId }) => {
      const room = await roomOfAppointment(ctx.db, appointmentId);
      if (room) await seekVerifier(ctx, { roomId: room.id });
    },
    "proofing.lapsed": (ctx, { proofingId }) => settleDecision(ctx, { proofingId, result: "lapsed" }),
    "proofing.validated": async (ctx, validated) => {
      await settleDecision(ctx, { ...validated, result: "decided" });
      await keepDeadlines(ctx, validated);
    },
    "proofing.verified": async (ctx, event) => {
      await keepDeadlines(ctx, event);
      await dropDecided(ctx, event);
    },
    "proofing.returned": askForAnswer,
    "proofing.return-answered": async (ctx, event) => {
      await keepDeadlines(ctx, event);
      await dropAnswered(ctx, event);
    },
    "device.delivered": keepDeadlines,
    "certificate.issued": keepDeadlines,
    "issuance.name-refused": askForName,
    "certificate.revoked": keepDeadlines,
  },
  subjects: {
    latenessId: latenessRow,
    deadlineId: deadlineRow,
  },
};
