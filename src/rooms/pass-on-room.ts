import { record } from "../audit/record.ts";
import { orderById } from "../orders/orders-views.ts";
import { type AgentPrincipal, actorOf } from "../people/agent.ts";
import { agentById } from "../people/people-views.ts";
import type { Context } from "../platform/context.ts";
import { transact, violatedConstraint } from "../platform/database.ts";
import { Failure } from "../platform/failure.ts";
import { announce } from "../platform/jobs.ts";
import { handOverAppointment } from "../scheduling/hand-over-appointment.ts";
import { handOverRoom } from "./hand-over-room.ts";
import { agentGoneMs, mayPassOn, type Room, roomState } from "./room.ts";
import { lockRoom } from "./rooms-store.ts";
import { recordingsOf, roomById } from "./rooms-views.ts";

/**
 * A sitting goes on with another agent of the AR, in mid-script: the holder, the step, lines, stills and recordings stay.
 * Before the admission an appointment changes hands elsewhere (move-appointment, take-over).
 * Failures: room-not-found, room-not-admitted, not-allowed (also: the other is the holder, AGR-06), not-found (no such
 * agent), agent-not-free.
 */
export async function passOnRoom(
  ctx: Context,
  command: { roomId: string; agentId: string; by: AgentPrincipal },
): Promise<void> {
  const { roomId, agentId, by } = command;
  try {
    await transact(ctx.db, async (tx) => {
      const now = ctx.clock.now();
      await lockRoom(tx, roomId);
      const room = await roomById(tx, roomId);
      if (!room) throw new Failure("room-not-found");
      const gone = agentIsGone(room, await recordingsOf(tx, roomId), now);
      if (!mayPassOn(by, room, agentId, gone)) throw new Failure("not-allowed");
      if (roomState(room, now) !== "in-session") throw new Failure("room-not-admitted");
      const other = await agentById(tx, agentId);
      const mayTake = other?.raId === room.raId && other.roles.includes("agent") && !other.suspendedAt;
      if (!mayTake || agentId === room.agentId) throw new Failure("not-found");
      const { orderId, appointmentId, agentId: from } = room;
      if ((await orderById(tx, orderId))?.cpf === other.cpf) throw new Failure("not-allowed");
      await handOverAppointment(tx, { appointmentId, agentId });
      await handOverRoom(tx, { appointmentId, agentId });
      await announce(tx, "room.passed-on", { roomId, orderId, agentId });
      const details = { roomId, appointmentId, from, to: agentId };
      await record(tx, { chain: `order:${orderId}`, act: "room.passed-on", actor: actorOf(by), details }, now);
    });
  } catch (error) {
    if (violatedConstraint(error) === "agent_has_one_appointment_at_a_time") throw new Failure("agent-not-free");
    throw error;
  }
}

type AgentRecording = { member: string; lastChunkAt: Date | null };

function agentIsGone(room: Room, recordings: AgentRecording[], now: Date): boolean {
  const own = recordings
    .filter(({ member }) => member === "agent")
    .map(({ lastChunkAt }) => lastChunkAt?.getTime() ?? 0);
  const lastSeen = Math.max(room.admission?.decidedAt.getTime() ?? 0, ...own);
  return now.getTime() - lastSeen > agentGoneMs;
}
