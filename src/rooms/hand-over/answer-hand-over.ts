import { record } from "../../audit/record.ts";
import { type AgentPrincipal, actorOf, mayAttend } from "../../people/agent.ts";
import { type Transaction, transact } from "../../platform/database.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { announce } from "../../platform/jobs/jobs.ts";
import type { Context } from "../../platform/settings/context.ts";
import { handOverAppointment } from "../../scheduling/appointments/hand-over-appointment.ts";
import { type Room, roomState } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";
import { lockRoom } from "../rooms-store.ts";
import { type HandOver, handOverState, mayHandOver } from "./hand-over.ts";
import { handOverRoom } from "./hand-over-room.ts";
import { answerOffer, handOverRow, lastHandOverRow } from "./hand-over-store.ts";

/**
 * The colleague takes the sitting that was offered to them, in mid-script: the holder, the step, lines, stills and
 * recordings stay. Who has an appointment of their own in that time was told so and may all the same; who sits in
 * another call ends that first. Failures: hand-over-over (answered, withdrawn, too late, the sitting ended or moved),
 * not-allowed (not theirs to answer), agent-in-call.
 */
export async function acceptHandOver(
  ctx: Context,
  command: { handOverId: string; by: AgentPrincipal },
): Promise<{ roomId: string }> {
  const { handOverId, by } = command;
  return transact(ctx.db, async (tx) => {
    const now = ctx.clock.now();
    const { offer, room } = await openOffer(tx, handOverId, by);
    if (room.agentId !== offer.fromAgentId || roomState(room, now) !== "in-session")
      throw new RoomsFailure("hand-over-over");
    if (!(await answerOffer(tx, offer.id, { outcome: "accepted", answer: "" }, now)))
      throw new RoomsFailure("hand-over-over");
    const { id: roomId, appointmentId, orderId } = room;
    await handOverAppointment(tx, { appointmentId, agentId: by.id });
    await handOverRoom(tx, { appointmentId, agentId: by.id });
    // Read after the change: busy means another sitting of theirs than this one.
    if ((await roomById(tx, roomId))!.agentIsBusy) throw new RoomsFailure("agent-in-call");
    await announce(tx, "room.passed-on", { roomId, orderId, agentId: by.id });
    const details = { roomId, appointmentId, handOverId, from: offer.fromAgentId, to: by.id, reason: offer.reason };
    await record(tx, { chain: `order:${orderId}`, act: "room.passed-on", actor: actorOf(by), details }, now);
    return { roomId };
  });
}

/** The colleague says why not; the sitting stays where it is, and its agent reads the words. Failures as `acceptHandOver`. */
export async function declineHandOver(
  ctx: Context,
  command: { handOverId: string; answer: string; by: AgentPrincipal },
): Promise<void> {
  const { handOverId, answer, by } = command;
  await transact(ctx.db, async (tx) => {
    const { offer, room } = await openOffer(tx, handOverId, by);
    await end(tx, offer, room, { outcome: "declined", answer, by }, ctx.clock.now());
  });
}

/** Whoever offered it takes the offer back. Failures: hand-over-over, not-allowed. */
export async function withdrawHandOver(
  ctx: Context,
  command: { handOverId: string; by: AgentPrincipal },
): Promise<void> {
  const { handOverId, by } = command;
  await transact(ctx.db, async (tx) => {
    const offer = await handOverRow(tx, handOverId);
    const room = offer && (await roomById(tx, offer.roomId));
    if (!room) throw new RoomsFailure("hand-over-over");
    if (!mayHandOver(by, room)) throw new Failure("not-allowed");
    await end(tx, offer, room, { outcome: "withdrawn", answer: "", by }, ctx.clock.now());
  });
}

/** Withdraws what is offered of a sitting that stands still, within the caller's transaction. */
export async function endOffer(tx: Transaction, room: Room, by: AgentPrincipal, now: Date): Promise<void> {
  const offer = await lastHandOverRow(tx, room.id);
  if (offer && handOverState(offer, now) === "open")
    await end(tx, offer, room, { outcome: "withdrawn", answer: "", by }, now);
}

async function openOffer(tx: Transaction, id: string, by: AgentPrincipal): Promise<{ offer: HandOver; room: Room }> {
  const offer = await handOverRow(tx, id);
  if (!offer) throw new RoomsFailure("hand-over-over");
  await lockRoom(tx, offer.roomId);
  const room = (await roomById(tx, offer.roomId))!;
  if (offer.toAgentId !== by.id || !mayAttend(by, room.raId)) throw new Failure("not-allowed");
  return { offer, room };
}

type Ending = { outcome: "declined" | "withdrawn"; answer: string; by: AgentPrincipal };

async function end(tx: Transaction, offer: HandOver, room: Room, { outcome, answer, by }: Ending, now: Date) {
  if (!(await answerOffer(tx, offer.id, { outcome, answer }, now))) throw new RoomsFailure("hand-over-over");
  const details = { roomId: room.id, handOverId: offer.id, ...(answer ? { answer } : {}) };
  const act = `room.hand-over-${outcome}`;
  await record(tx, { chain: `order:${room.orderId}`, act, actor: actorOf(by), details }, now);
}
