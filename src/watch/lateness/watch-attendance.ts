import { record } from "../../audit/record.ts";
import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { announce, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later, minuteMs } from "../../platform/time/durations.ts";
import type { Room } from "../../rooms/room.ts";
import { roomOfAppointment } from "../../rooms/rooms-reads.ts";
import { releaseAppointment } from "../../scheduling/appointments/release-appointment.ts";
import { appointmentById } from "../../scheduling/appointments/scheduling-reads.ts";
import { judgeAttendance } from "./attendance.ts";
import { insertLateness } from "./lateness-store.ts";
import { colleaguesAtDesk } from "./watch-reads.ts";

/** Sets the first look at an appointment that was just booked or moved: `agentLateMinutes` after its hour. */
export async function planAttendance(ctx: Context, command: { appointmentId: string }): Promise<void> {
  const { appointmentId } = command;
  await transact(ctx.db, async (tx) => {
    const appointment = await appointmentById(tx, appointmentId);
    // In person no lobby tells who came: the desk records it.
    if (appointment?.status !== "booked" || appointment.attendance === "in-person") return;
    const { room } = (await rulePackAt(tx, appointment.raId, ctx.clock.now())).content;
    const startAt = later(appointment.startsAt, room.agentLateMinutes * minuteMs);
    await enqueue(tx, "watch.attendance", { appointmentId }, { startAt, key: appointmentId });
  });
}

/** Looks who came and acts on it; looks again by itself until the matter is settled. */
export async function watchAttendance(ctx: Context, command: { appointmentId: string }): Promise<void> {
  const now = ctx.clock.now();
  const { appointmentId } = command;
  const appointment = await appointmentById(ctx.db, appointmentId);
  const room = appointment && (await roomOfAppointment(ctx.db, appointmentId));
  if (!appointment || !room) return;
  const { room: roomRules, absence } = (await rulePackAt(ctx.db, appointment.raId, now)).content;
  const verdict = judgeAttendance(appointment, room, { ...roomRules, ...absence }, now);
  if (verdict.kind === "agent-late") await noticeLateness(ctx, room, absence.takeOverMinutes, roomRules.usualMinutes);
  if (verdict.kind === "applicant-absent")
    await releaseAppointment(ctx, { appointmentId, reason: "applicant-no-show", actor: { kind: "system" } });
  if (verdict.kind === "look-again")
    await transact(ctx.db, (tx) =>
      enqueue(tx, "watch.attendance", { appointmentId }, { startAt: verdict.at, key: appointmentId }),
    );
}

/**
 * Notes the lateness once. Where another agent could come, the others are asked for some minutes; else times are
 * offered at once.
 */
async function noticeLateness(ctx: Context, room: Room, takeOverMinutes: number, usualMinutes: number): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const id = newId(now.getTime());
    const { appointmentId, orderId, id: roomId, raId, agentId } = room;
    if (!(await insertLateness(tx, { id, appointmentId, orderId, roomId, raId, agentId, noticedAt: now }))) return;
    const others = await whoCouldCome(tx, appointmentId, usualMinutes, now);
    const wait = others.length > 0 ? takeOverMinutes * minuteMs : 0;
    const startAt = later(now, wait);
    await enqueue(tx, "watch.offer-slots", { latenessId: id }, { startAt, key: id });
    // With nobody to ask, the letter with the offered times says it all.
    if (others.length > 0) await announce(tx, "agent.late", { latenessId: id, orderId });
    const details = { latenessId: id, appointmentId, agentId, asked: others };
    await record(tx, { chain: `order:${orderId}`, act: "agent.late", actor: { kind: "system" }, details }, now);
  });
}

/**
 * Everybody at a desk may take the holder in; only those whose own next appointment leaves the usual length are asked
 * and waited for.
 */
async function whoCouldCome(
  tx: Transaction,
  appointmentId: string,
  usualMinutes: number,
  now: Date,
): Promise<string[]> {
  const ends = now.getTime() + usualMinutes * minuteMs;
  const others = await colleaguesAtDesk(tx, appointmentId, now);
  return others.filter(({ ownNextAt }) => !ownNextAt || ownNextAt.getTime() >= ends).map(({ id }) => id);
}
