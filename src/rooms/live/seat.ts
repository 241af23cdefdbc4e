import type { RoomMember, ServerMessage } from "../../contract/room-wire.ts";
import type { Failure } from "../../platform/failures/failure.ts";
import type { RoomVisitor } from "../sitting/join-media.ts";

/** Why a page was sent away by the server; it does not come back by itself (docs/room-protocol.md §1). */
export const sentAway = 4001;
/** The server goes away; the page comes back by itself. */
export const goingAway = 1001;

/** One connected page of a room, as the live room sees it; the face that holds the wire implements it. */
export interface Seat {
  readonly member: RoomMember;
  readonly visitor: RoomVisitor;
  send(message: ServerMessage): void;
  refuse(failure: Failure): void;
  /** `code`: a close code of RFC 6455 §7.4, or `sentAway`. */
  close(code: number): void;
}
