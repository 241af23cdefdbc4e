import { record } from "../../audit/record.ts";
import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce, enqueue } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later, minuteMs } from "../../platform/time/durations.ts";
import { roomById } from "../../rooms/rooms-reads.ts";
import { appointmentById } from "../../scheduling/appointments/scheduling-reads.ts";
import { nearestSlots } from "../../scheduling/booking/nearest-slots.ts";
import type { Lateness } from "./lateness.ts";
import { lockLateness, settleLateness, writeOffers } from "./lateness-store.ts";

/** The lateness, locked, if nothing has ended it; what the room or the agenda say by now is written down on the way. */
export async function lockUnsettled(tx: Transaction, latenessId: string, now: Date): Promise<Lateness | undefined> {
  const lateness = await lockLateness(tx, latenessId);
  if (!lateness || lateness.outcome !== null) return undefined;
  const room = await roomById(tx, lateness.roomId);
  const appointment = await appointmentById(tx, lateness.appointmentId);
  if (!room?.admission && !room?.closedAt && appointment?.status === "booked") return lateness;
  await settleLateness(tx, latenessId, room?.admission ? "agent-came" : "left", now);
  return undefined;
}

/** Nobody took over: the nearest times are offered in the lobby and by mail; where there is none, the AR is asked at once. */
export async function offerSlots(ctx: Context, command: { latenessId: string }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const { latenessId } = command;
    const lateness = await lockUnsettled(tx, latenessId, now);
    if (!lateness || lateness.offeredAt) return;
    const { orderId, raId, agentId } = lateness;
    const { absence } = (await rulePackAt(tx, raId, now)).content;
    const missed = await appointmentById(tx, lateness.appointmentId);
    if (!missed) throw new Failure("not-found");
    const offers = await nearestSlots(tx, missed, absence.offers, now, [agentId]);
    await writeOffers(tx, latenessId, offers, now);
    const wait = offers.length > 0 ? absence.offerMinutes * minuteMs : 0;
    await enqueue(tx, "watch.ask-office", { latenessId }, { startAt: later(now, wait), key: latenessId });
    if (offers.length > 0) await announce(tx, "slots.offered", { latenessId, orderId });
    const details = { latenessId, offers };
    await record(tx, { chain: `order:${orderId}`, act: "slots.offered", actor: { kind: "system" }, details }, now);
  });
}
