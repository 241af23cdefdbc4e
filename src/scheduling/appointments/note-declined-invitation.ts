import { record } from "../../audit/record.ts";
import type { Transaction } from "../../platform/database.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { InvitationReply } from "./invitation-reply.ts";
import { insertDecline, lockInvited } from "./invitation-store.ts";

/**
 * The holder's calendar declined the time or asked for another, within the caller's transaction (the mail that says so is opened in it). The
 * time stays booked: a slip of the finger must not lose it; rescheduling is offered. A reply to an older time, or to one
 * that is no more, changes nothing. The caller has judged the token.
 */
export async function noteDeclinedInvitation(tx: Transaction, reply: InvitationReply, now: Date): Promise<void> {
  const { wish, proposedAt } = reply;
  if (wish === "keep") return;
  const appointment = await lockInvited(tx, reply.uid);
  if (!appointment || reply.sequence < appointment.calendarSequence || appointment.startsAt <= now) return;
  const { id: appointmentId, orderId } = appointment;
  if (!(await insertDecline(tx, appointmentId, now))) return;
  const asked = { wish, ...(proposedAt && { proposedAt: proposedAt.toISOString() }) };
  await announce(tx, "invitation.declined", { appointmentId, orderId, ...asked });
  const details = { appointmentId, ...asked };
  const chain = `order:${orderId}` as const;
  await record(tx, { chain, act: "invitation.declined", actor: { kind: "applicant" }, details }, now);
}
