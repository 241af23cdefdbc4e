import { record } from "../../audit/record.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { handOverAppointment } from "../../scheduling/appointments/hand-over-appointment.ts";
import { recordingsOf } from "../recordings/recording-reads.ts";
import { agentGoneMs, mayTakeUp, type Room, roomState } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { lockRoom } from "../rooms-store.ts";
import { handOverRoom } from "./hand-over-room.ts";

/**
 * A colleague goes on, in mid-script, with a sitting whose agent is gone: the holder, the step, lines, stills and
 * recordings stay. While its agent is there, a sitting changes hands by an offer (offer-hand-over.ts); before the
 * admission, elsewhere (move-appointment, take-over). An own appointment in that time is no obstacle, for they were
 * told of it; whoever sits in another call ends that first. Failures: room-not-found, not-allowed (also: they are the
 * holder), room-not-admitted, language-not-spoken, agent-in-call.
 */
export async function takeUpRoom(ctx: Context, command: { roomId: string; by: AgentPrincipal }): Promise<void> {
  const { roomId, by } = command;
  await transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    await lockRoom(tx, roomId);
    const room = await roomById(tx, roomId);
    if (!room) throw new RoomsFailure("room-not-found");
    const gone = agentIsGone(room, await recordingsOf(tx, roomId), now);
    if (!mayTakeUp(by, room, gone)) throw new Failure("not-allowed");
    if (roomState(room, now) !== "in-session") throw new RoomsFailure("room-not-admitted");
    const { orderId, appointmentId, agentId: from } = room;
    if ((await orderById(tx, orderId))?.cpf === by.cpf) throw new Failure("not-allowed");
    await handOverAppointment(tx, { appointmentId, agentId: by.id });
    await handOverRoom(tx, { appointmentId, agentId: by.id });
    // Read after the change: busy means another sitting of theirs than this one.
    if ((await roomById(tx, roomId))!.agentIsBusy) throw new RoomsFailure("agent-in-call");
    await announce(tx, "room.passed-on", { roomId, orderId, agentId: by.id });
    const details = { roomId, appointmentId, from, to: by.id };
    await record(tx, { chain: `order:${orderId}`, act: "room.passed-on", actor: actorOf(by), details }, now);
  });
}

type AgentRecording = { member: string; lastChunkAt: Date | null };

function agentIsGone(room: Room, recordings: AgentRecording[], now: Date): boolean {
  const own = recordings
    .filter(({ member }) => member === "agent")
    .map(({ lastChunkAt }) => lastChunkAt?.getTime() ?? 0);
  const lastSeen = Math.max(room.admission?.decidedAt.getTime() ?? 0, ...own);
  return now.getTime() - lastSeen > agentGoneMs;
}
