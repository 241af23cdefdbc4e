import type { JobsOf } from "../platform/jobs/jobs.ts";
import { roomOfAppointment } from "../rooms/rooms-reads.ts";
import { deadlineRow } from "./deadlines/deadline-store.ts";
import { keepDeadlines } from "./deadlines/keep-deadlines.ts";
import { lookAtDeadline } from "./deadlines/look-at-deadline.ts";
import { askOffice } from "./lateness/ask-office.ts";
import { latenessRow } from "./lateness/lateness-store.ts";
import { offerSlots } from "./lateness/offer-slots.ts";
import { planAttendance, watchAttendance } from "./lateness/watch-attendance.ts";
import { askAboutRefusal, askForName } from "./tasks/ask-for-name.ts";
import { askToGiveBack } from "./tasks/ask-to-give-back.ts";
import { chaseDecision, planDecision, settleDecision } from "./tasks/chase-decision.ts";
import { followIrregularity } from "./tasks/follow-irregularity.ts";
import { askAboutMail } from "./tasks/follow-mail.ts";
import { askForAnswer, dropAnswered, dropDecided } from "./tasks/follow-return.ts";
import { seekVerifier } from "./tasks/seek-verifier.ts";
import { noteTrouble, settleTrouble } from "./troubles/note-trouble.ts";

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
    "payment.surplus": askToGiveBack,
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
    "issuance.refused": askAboutRefusal,
    "certificate.revoked": keepDeadlines,
  },
  subjects: {
    latenessId: latenessRow,
    deadlineId: deadlineRow,
  },
};
