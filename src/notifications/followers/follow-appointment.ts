import type { Transaction } from "../../platform/database.ts";
import { cancelJob, type EventPayloads, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { dayMs, earlier, hourMs } from "../../platform/time/durations.ts";
import { roomOfAppointment } from "../../rooms/rooms-reads.ts";
import type { Appointment } from "../../scheduling/appointments/appointment.ts";
import { replyAddress } from "../../scheduling/appointments/invitation-reply.ts";
import {
  appointmentAsItStands,
  appointmentById,
  sittingsOfPurchase,
} from "../../scheduling/appointments/scheduling-reads.ts";
import {
  isVisit,
  visitBooked,
  visitDayBefore,
  visitDeclined,
  visitEnded,
  visitHourBefore,
  visitMoved,
} from "../letters/in-person-letters.ts";
import type { AppointmentFacts, OrderFacts } from "../letters/order-facts.ts";
import { runDayBefore, runHourBefore } from "../letters/purchase-group-letters.ts";
import {
  appointmentBooked,
  appointmentEnded,
  appointmentMoved,
  dayBefore,
  hourBefore,
  invitationDeclined,
  prepare,
  proposalWords,
} from "../letters/visit-letters.ts";
import { runOf } from "../letters/visit-run.ts";
import type { Letter } from "../outbox/letter.ts";
import type { Reminder } from "../outbox/message.ts";
import { orderFacts } from "./notifications-reads.ts";
import { missingTitles, tellHolder } from "./tell-holder.ts";

const lead: Record<Reminder, number> = { "day-before": dayMs, "hour-before": hourMs };
const reminders = Object.keys(lead) as Reminder[];
const keyOf = (appointmentId: string, reminder: Reminder) => `appointment:${appointmentId}:${reminder}`;

/** The timed letters. Those whose hour has passed are left out: the letter of the booking itself has the link then. */
async function planReminders(tx: Transaction, visit: Appointment, now: Date): Promise<void> {
  for (const reminder of reminders) {
    const startAt = earlier(visit.startsAt, lead[reminder]);
    if (startAt <= now) continue;
    const key = keyOf(visit.id, reminder);
    await enqueue(tx, "notifications.remind", { appointmentId: visit.id, reminder }, { startAt, key });
  }
}

async function dropReminders(tx: Transaction, appointmentId: string): Promise<void> {
  for (const reminder of reminders) await cancelJob(tx, "notifications.remind", keyOf(appointmentId, reminder));
}

function withReply(ctx: Context, facts: OrderFacts, visit: Appointment): AppointmentFacts {
  return { ...visit, replyTo: replyAddress(ctx.secrets, facts.ra.papersAddress, visit.calendarUid) };
}

export async function tellDeclined(ctx: Context, event: EventPayloads["invitation.declined"]): Promise<void> {
  await tellHolder(ctx, event.orderId, `invitation-declined:${event.appointmentId}`, async (facts, tx) => {
    const visit = await appointmentAsItStands(tx, event.appointmentId);
    if (visit?.status !== "booked") return undefined;
    const told = withReply(ctx, facts, visit);
    const { publicUrl } = ctx.config;
    const wish = event.wish ?? "decline";
    const proposal = proposalWords(event.proposedAt ? new Date(event.proposedAt) : undefined, ctx.clock.now());
    return isVisit(facts)
      ? visitDeclined(facts, told, publicUrl, wish, proposal)
      : invitationDeclined(facts, told, publicUrl, wish, proposal);
  });
}

export async function tellBooked(ctx: Context, event: EventPayloads["appointment.booked"]): Promise<void> {
  const { appointmentId, orderId } = event;
  await tellHolder(ctx, orderId, `appointment-booked:${appointmentId}`, async (facts, tx) => {
    const visit = await appointmentAsItStands(tx, appointmentId);
    if (visit?.status !== "booked") return undefined;
    await planReminders(tx, visit, ctx.clock.now());
    const told = [withReply(ctx, facts, visit), ctx.config.publicUrl, ctx.clock.now()] as const;
    return isVisit(facts) ? visitBooked(facts, ...told) : appointmentBooked(facts, ...told);
  });
}

export async function tellMoved(ctx: Context, event: EventPayloads["appointment.moved"]): Promise<void> {
  const { appointmentId, orderId, previousAppointmentId } = event;
  await tellHolder(
    ctx,
    orderId,
    `appointment-moved:${appointmentId}`,
    async (facts, tx) => {
      const visit = await appointmentAsItStands(tx, appointmentId);
      if (visit?.status !== "booked") return undefined;
      await planReminders(tx, visit, ctx.clock.now());
      const previous = await appointmentById(tx, previousAppointmentId);
      // Another agent at the same time is the AR's affair: for the holder nothing changed.
      if (previous?.startsAt.getTime() === visit.startsAt.getTime()) return undefined;
      const told = [withReply(ctx, facts, visit), ctx.config.publicUrl, ctx.clock.now()] as const;
      return isVisit(facts) ? visitMoved(facts, ...told) : appointmentMoved(facts, ...told);
    },
    (tx) => dropReminders(tx, previousAppointmentId),
  );
}

export async function tellReleased(ctx: Context, event: EventPayloads["appointment.released"]): Promise<void> {
  const { appointmentId, orderId, reason } = event;
  await tellHolder(
    ctx,
    orderId,
    `appointment-ended:${appointmentId}`,
    async (facts, tx) => {
      const visit = await appointmentById(tx, appointmentId);
      if (!visit) return undefined;
      const told = [withReply(ctx, facts, visit), reason, ctx.config.publicUrl, ctx.clock.now()] as const;
      return isVisit(facts) ? visitEnded(facts, ...told) : appointmentEnded(facts, ...told);
    },
    (tx) => dropReminders(tx, appointmentId),
  );
}

async function remindOfRun(
  ctx: Context,
  tx: Transaction,
  reminder: Reminder,
  run: readonly Appointment[],
): Promise<Letter | undefined> {
  const site = ctx.config.publicUrl;
  const told: { facts: OrderFacts; visit: Appointment; missing: string[] }[] = [];
  for (const visit of run) {
    const facts = await orderFacts(tx, visit.orderId);
    if (facts) told.push({ facts, visit, missing: await missingTitles(ctx, tx, visit.orderId) });
  }
  const [first, ...more] = told;
  if (!first) return undefined;
  return reminder === "hour-before"
    ? runHourBefore([first, ...more], site)
    : runDayBefore([first, ...more], site, prepare);
}

/**
 * A reminder's hour has come: told only if the appointment still stands and has not begun (the job may be late). It is
 * judged and written in one transaction, so that a move or a release comes either before or after it.
 */
export async function remind(ctx: Context, due: { appointmentId: string; reminder: Reminder }): Promise<void> {
  const { appointmentId, reminder } = due;
  const known = await appointmentById(ctx.db, appointmentId);
  if (!known) return;
  await tellHolder(ctx, known.orderId, `${reminder}:${appointmentId}`, async (facts, tx) => {
    const visit = await appointmentAsItStands(tx, appointmentId);
    if (visit?.status !== "booked" || visit.startsAt <= ctx.clock.now()) return undefined;
    const told = withReply(ctx, facts, visit);
    if (isVisit(facts)) return reminder === "hour-before" ? visitHourBefore(facts, told) : visitDayBefore(facts, told);
    const site = ctx.config.publicUrl;
    const run = runOf(await sittingsOfPurchase(tx, facts.purchaseId), appointmentId);
    // The first of those in a row speaks for all of them.
    if (run[0] && run[0].id !== appointmentId) return undefined;
    if (run.length > 1) return remindOfRun(ctx, tx, reminder, run);
    const missing = await missingTitles(ctx, tx, facts.orderId);
    if (reminder !== "hour-before") return dayBefore(facts, told, site, missing);
    const elsewhere = (await roomOfAppointment(tx, appointmentId))?.elsewhere?.title;
    return hourBefore(facts, told, site, missing, elsewhere);
  });
}
