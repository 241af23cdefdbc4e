import type { JobsOf } from "../platform/jobs/jobs.ts";
import { roomById } from "../rooms/rooms-reads.ts";
import { acknowledgePapers, answerStray, sumUpPapers } from "./followers/acknowledge-papers.ts";
import { tellAgentLate, tellHandedOver, tellSlotsOffered } from "./followers/follow-absence.ts";
import { remind, tellBooked, tellDeclined, tellMoved, tellReleased } from "./followers/follow-appointment.ts";
import { tellDeadlinePassed, tellDeadlineWarned } from "./followers/follow-deadline.ts";
import { tellCancelled, tellCaseClosed, tellExamined } from "./followers/follow-irregularity.ts";
import { tellPaid, tellPlaced } from "./followers/follow-purchase.ts";
import { sendContactCode } from "./followers/send-contact-code.ts";
import { sumUpLetters } from "./followers/sum-up-letters.ts";
import { tellInvited, tellKeysAsked } from "./followers/tell-access.ts";
import { tellDelivered, tellShipped } from "./followers/tell-device.ts";
import { missingTitles, tellHolder } from "./followers/tell-holder.ts";
import {
  tellDecisionMissing,
  tellIssued,
  tellRedo,
  tellRevoked,
  tellValidated,
  tellVerified,
} from "./followers/tell-outcome.ts";
import { roomOpen } from "./letters/visit-letters.ts";
import type { Courier } from "./outbox/courier.ts";
import { deliverMessage } from "./outbox/deliver-message.ts";
import { messageRow } from "./outbox/message-store.ts";

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
          return roomOpen(facts, ctx.config.publicUrl, room, await missingTitles(ctx, tx, orderId));
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
