import type { JobsOf } from "../platform/jobs/jobs.ts";
import { roomById } from "../rooms/rooms-reads.ts";
import { acknowledgePapers, answerStray, sumUpPapers } from "./acknowledge-papers.ts";
import type { Courier } from "./courier.ts";
import { deliverMessage } from "./deliver-message.ts";
import { tellAgentLate, tellHandedOver, tellSlotsOffered } from "./follow-absence.ts";
import { remind, tellBooked, tellDeclined, tellMoved, tellReleased } from "./follow-appointment.ts";
import { tellDeadlinePassed, tellDeadlineWarned } from "./follow-deadline.ts";
import { tellCancelled, tellCaseClosed, tellExamined } from "./follow-irregularity.ts";
import { tellPaid, tellPlaced } from "./follow-purchase.ts";
import { messageRow } from "./message-store.ts";
import { sendContactCode } from "./send-contact-code.ts";
import { sumUpLetters } from "./sum-up-letters.ts";
import { tellInvited, tellKeysAsked } from "./tell-access.ts";
import { tellDelivered, tellShipped } from "./tell-device.ts";
import { missingTitles, tellHolder } from "./tell-holder.ts";
import { tellDecisionMissing, tellIssued, tellRedo, tellRevoked, tellValidated, tellVerified } from "./tell-outcome.ts";
import { roomOpen } from "./visit-letters.ts";

/** Who is told what, when. `courier` comes from main.ts: SMTP, or the mailbox page while no server is set. */
export function notificationsJobs(courier: Courier): JobsOf {
  return {
    jobs: {
      "notifications.deliver": (ctx, payload) => deliverMessage(ctx, courier, payload),
      "notifications.remind": remind,
      "notifications.sum-up": sumUpLetters,
      "notifications.sum-up-papers": sumUpPapers,
    },
    events: {
      "contact-code.requested": sendContactCode,
      "agent.invited": tellInvited,
      "agent.keys-asked": tellKeysAsked,
      "order.placed": tellPlaced,
      "order.paid": tellPaid,
      "order.cancelled": tellCancelled,
      "irregularity.opened": tellExamined,
      "irregularity.closed": tellCaseClosed,
      "appointment.booked": tellBooked,
      "appointment.moved": tellMoved,
      "appointment.released": tellReleased,
      "invitation.declined": tellDeclined,
      "agent.late": tellAgentLate,
      "slots.offered": tellSlotsOffered,
      "appointment.handed-over": tellHandedOver,
      "deadline.warned": tellDeadlineWarned,
      "deadline.passed": tellDeadlinePassed,
      "papers.received": acknowledgePapers,
      "mail.unmatched": answerStray,
      "room.opened": (ctx, { roomId, orderId }) =>
        tellHolder(ctx, orderId, `room-open:${roomId}`, async (facts, tx) => {
          const room = await roomById(tx, roomId);
          if (!room || room.closedAt) return undefined;
          return roomOpen(facts, ctx.config.publicUrl, room.appointmentId, await missingTitles(ctx, tx, orderId));
        }),
      "proofing.validated": tellValidated,
      "proofing.verified": tellVerified,
      "decision.missing": tellDecisionMissing,
      "proofing.return-answered": tellRedo,
      "device.shipped": tellShipped,
      "device.delivered": tellDelivered,
      "certificate.issued": tellIssued,
      "certificate.revoked": tellRevoked,
    },
    subjects: { messageId: messageRow },
  };
}
