import { record } from "../audit/record.ts";
import { rulePackAt } from "../catalog/catalog-reads.ts";
import { transact } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { enqueue } from "../platform/jobs/jobs.ts";
import type { Context } from "../platform/settings/context.ts";
import { roomTimes } from "../scheduling/appointments/appointment.ts";
import { appointmentById } from "../scheduling/appointments/scheduling-reads.ts";
import { insertRoom } from "./rooms-store.ts";

declare module "../platform/jobs/jobs.ts" {
  interface JobPayloads {
    "rooms.open": { roomId: string };
    "rooms.expire": { roomId: string };
  }
}

/**
 * How long before its room opens a meeting outside is made: not at purchase, for most appointments that change do so
 * before.
 */
const madeBeforeMs = 2 * 3_600_000;

/** Makes the room of a booked appointment and sets its two alarms. Again, after a release, or in person, it does nothing. */
export async function prepareRoom(ctx: Context, command: { appointmentId: string }): Promise<void> {
  const now = ctx.clock.now();
  const { appointmentId } = command;
  await transact(ctx.db, async (tx) => {
    const appointment = await appointmentById(tx, appointmentId);
    if (appointment?.status !== "booked" || appointment.attendance === "in-person") return;
    const { room: rules } = (await rulePackAt(tx, appointment.raId, now)).content;
    const { orderId, raId, agentId } = appointment;
    const { provider } = rules;
    const room = { id: newId(), appointmentId, orderId, raId, agentId, provider, ...roomTimes(appointment, rules) };
    if (!(await insertRoom(tx, room, now))) return;
    await enqueue(tx, "rooms.open", { roomId: room.id }, { startAt: room.opensAt, key: room.id });
    await enqueue(tx, "rooms.expire", { roomId: room.id }, { startAt: room.diesAt, key: room.id });
    if (provider !== "own") {
      const startAt = new Date(room.opensAt.getTime() - madeBeforeMs);
      await enqueue(tx, "rooms.make-meeting", { roomId: room.id }, { startAt, key: room.id });
    }
    const details = { roomId: room.id, appointmentId, opensAt: room.opensAt.toISOString() };
    const chain = `order:${orderId}` as const;
    await record(tx, { chain, act: "room.prepared", actor: { kind: "system" }, details }, now);
  });
}
