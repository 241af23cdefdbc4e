import { record } from "../../audit/record.ts";
import { rulePackAt } from "../../catalog/catalog-reads.ts";
import { orderById } from "../../orders/orders-reads.ts";
import { type AgentPrincipal, actorOf } from "../../people/agent.ts";
import { agentById } from "../../people/agent-reads.ts";
import { transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { later } from "../../platform/time/durations.ts";
import { profileOf } from "../../scheduling/agenda/agenda-reads.ts";
import { appointmentById } from "../../scheduling/appointments/scheduling-reads.ts";
import { SchedulingFailure } from "../../scheduling/scheduling-failures.ts";
import { roomState } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { lockRoom } from "../rooms-store.ts";
import { handOverState, mayHandOver } from "./hand-over.ts";
import { answerOffer, insertHandOver, lastHandOverRow } from "./hand-over-store.ts";

/**
 * A running sitting is offered to another agent of the AR, with the reason, which they read. It stays with its agent
 * until they accept (answer-hand-over.ts); an offer that is still open is withdrawn by the next. `expiresAt`: without
 * an answer by then nothing has moved. Failures: room-not-found, not-allowed (also: the other is the holder),
 * room-not-admitted, not-found (no such agent), language-not-spoken.
 */
export async function offerHandOver(
  ctx: Context,
  command: { roomId: string; agentId: string; reason: string; by: AgentPrincipal },
): Promise<{ handOverId: string; expiresAt: Date }> {
  const { roomId, agentId: toAgentId, reason, by } = command;
  return transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    await lockRoom(tx, roomId);
    const room = await roomById(tx, roomId);
    if (!room) throw new RoomsFailure("room-not-found");
    if (!mayHandOver(by, room)) throw new Failure("not-allowed");
    if (roomState(room, now) !== "in-session") throw new RoomsFailure("room-not-admitted");
    const other = await agentById(tx, toAgentId);
    const mayTake = other?.raId === room.raId && other.roles.includes("agent") && !other.suspendedAt;
    if (!mayTake || toAgentId === room.agentId) throw new Failure("not-found");
    const { orderId, agentId: fromAgentId } = room;
    if ((await orderById(tx, orderId))?.cpf === other.cpf) throw new Failure("not-allowed");
    const language = (await appointmentById(tx, room.appointmentId))!.language;
    if (!(await profileOf(tx, toAgentId)).languages.includes(language))
      throw new SchedulingFailure("language-not-spoken");
    const last = await lastHandOverRow(tx, roomId);
    if (last && handOverState(last, now) === "open")
      await answerOffer(tx, last.id, { outcome: "withdrawn", answer: "" }, now);
    const { handOverSeconds } = (await rulePackAt(tx, room.raId, now)).content.room;
    const expiresAt = later(now, handOverSeconds * 1000);
    const id = newId(now.getTime());
    const people = { fromAgentId, toAgentId, offeredBy: by.id };
    await insertHandOver(tx, { id, roomId, ...people, reason, offeredAt: now, expiresAt });
    const details = { roomId, handOverId: id, from: fromAgentId, to: toAgentId, reason };
    await record(tx, { chain: `order:${orderId}`, act: "room.hand-over-offered", actor: actorOf(by), details }, now);
    return { handOverId: id, expiresAt };
  });
}
