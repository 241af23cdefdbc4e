import { type MediaTransport, seats } from "../../contract/room-wire.ts";
import type { AgentPrincipal } from "../../people/agent.ts";
import { Failure } from "../../platform/failures/failure.ts";
import type { Context } from "../../platform/settings/context.ts";
import { mediaReason, type RoomMedia } from "../media-port.ts";
import { mayConduct, mayJoinMedia, maySitIn, maySupervise, type Room } from "../room.ts";
import { RoomsFailure } from "../rooms-failures.ts";
import { roomById } from "../rooms-reads.ts";

/** Who asks: the order's own holder, somebody signed in at the desk, or a guest whose pass names the room. */
export type RoomVisitor =
  | { member: "applicant"; orderId: string }
  | { member: "agent" | "supervisor"; agent: AgentPrincipal }
  | { member: "interpreter"; roomId: string; name: string }
  | { member: "camera"; roomId: string };

/** Throws the refusal of a visitor whom this room does not concern. */
export function refuseStranger(visitor: RoomVisitor, room: Room | undefined): asserts room is Room {
  if (!room) throw new RoomsFailure("room-not-found");
  const { member } = visitor;
  if (member === "applicant" && !maySitIn(visitor.orderId, room)) throw new RoomsFailure("room-not-found");
  if ((member === "interpreter" || member === "camera") && visitor.roomId !== room.id)
    throw new RoomsFailure("room-not-found");
  if (member === "agent" && !mayConduct(visitor.agent, room)) throw new Failure("not-allowed");
  if (member === "supervisor" && !maySupervise(visitor.agent, room)) throw new Failure("not-allowed");
}

/**
 * The answer (SDP) that connects the room's agent, and once the applicant is admitted everybody else, to the media.
 * Failures: room-not-found, not-allowed, room-ended, room-not-admitted, room-offer-unusable, room-media-unavailable.
 */
export async function joinMedia(
  ctx: Context,
  media: RoomMedia,
  command: { roomId: string; visitor: RoomVisitor; offer: string; attempt: number; transport: MediaTransport },
): Promise<string> {
  const { roomId, visitor, offer, attempt, transport } = command;
  const room = await roomById(ctx.db, roomId);
  refuseStranger(visitor, room);
  if (room.closedAt) throw new RoomsFailure("room-ended");
  if (!mayJoinMedia(visitor.member, room, ctx.clock.now())) throw new RoomsFailure("room-not-admitted");
  try {
    const seat = seats.indexOf(visitor.member);
    return await media.join(roomId, visitor.member, offer, attempt, { seat, transport });
  } catch (error) {
    const reason = mediaReason(error);
    if (reason === undefined) throw error;
    ctx.log.warn({ reason, err: error }, "media refused a joining");
    throw new RoomsFailure(reason === "offer-unusable" ? "room-offer-unusable" : "room-media-unavailable");
  }
}
