import type { Pause, Place, RoomMember, RoomState, ShownStep } from "../contract/room-wire.ts";
import { type AgentPrincipal, mayAttend, mayAudit, mayVerify } from "../people/agent.ts";
import { minuteMs } from "../platform/time/durations.ts";
import type { RoomSession } from "./room-session.ts";

declare module "../platform/jobs/jobs.ts" {
  interface EventPayloads {
    "room.opened": { roomId: string; orderId: string };
    "applicant.admitted": { roomId: string; orderId: string };
    "room.passed-on": { roomId: string; orderId: string; agentId: string };
    "room.closed": { roomId: string; orderId: string; reason: string };
    "recordings.stored": { roomId: string; orderId: string };
  }
}

export type Admission = "admitted" | "refused" | "put-back";
/** Whose recording an identification cannot do without. */
export const essentialMembers = ["applicant", "agent"] as const satisfies RoomMember[];

/** A room with everything its screens and rules need. */
export type Room = {
  id: string;
  appointmentId: string;
  orderId: string;
  orderNumber: string;
  raId: string;
  agentId: string;
  agentName: string;
  /** Sits in another running sitting at this moment. */
  agentIsBusy: boolean;
  /** The holder's name by the order. */
  applicantName: string;
  startsAt: Date;
  endsAt: Date;
  opensAt: Date;
  diesAt: Date;
  consentedAt: Date | null;
  /** The session that runs, since the first admission; a break above the limit begins the next. */
  session: RoomSession | null;
  step: ShownStep | null;
  pause: Pause | null;
  closedAt: Date | null;
  closedReason: string | null;
  /** The provider outside at which people meet, with the two ways in once it made them; null: here, in our own room. */
  elsewhere: { provider: string; title: string; links: { holder: string; agent: string } | null } | null;
  lobby: { displayName: string; enteredAt: Date; deviceTest: Record<string, unknown> } | null;
  admission: { outcome: Admission; reason: string; decidedAt: Date } | null;
};

export function roomState(room: Room, now: Date): RoomState {
  if (room.closedAt) return "ended";
  if (room.admission?.outcome === "admitted") return "in-session";
  return now < room.opensAt ? "early" : "open";
}

/** How a room closes after people met in it: its agent ended it, or everybody had left. Other ends are ends of the time itself. */
export const sittingEnds: readonly string[] = ["attended", "abandoned"];

export function tookPlace(closedReason: string | null): boolean {
  return closedReason !== null && sittingEnds.includes(closedReason);
}

export function placeOf(room: Pick<Room, "lobby" | "admission">): Place {
  if (!room.lobby) return "none";
  if (room.admission?.outcome === "admitted") return "admitted";
  if (room.admission?.outcome === "refused" && room.admission.decidedAt >= room.lobby.enteredAt) return "refused";
  return "waiting";
}

/** Before the room opens (the rule pack's minutes before the hour) there is nothing to begin and nothing to end. */
export function isEarly(room: Room, now: Date): boolean {
  return roomState(room, now) === "early";
}

/** Ended by its agent, and its time is not over: by itself it may be opened again (see `canReopen`). */
export function standsOpenable(room: Room, now: Date): boolean {
  return room.closedReason === "attended" && now >= room.opensAt && now < room.diesAt;
}

/** Which decision of the agent is possible from which place. */
export const admissionMoves: Record<Place, readonly Admission[]> = {
  none: [],
  waiting: ["admitted", "refused"],
  admitted: ["put-back"],
  refused: [],
};

/** Only the agent who holds the appointment, and only while still an agent of that AR. */
export function mayConduct(who: AgentPrincipal, room: Room): boolean {
  return who.id === room.agentId && mayAttend(who, room.raId);
}

/** How long an agent's recording stands still in a sitting before a colleague may take it. */
export const agentGoneMs = minuteMs;

/** Goes on with a running sitting whose agent is gone. */
export function mayTakeUp(who: AgentPrincipal, room: Room, agentIsGone: boolean): boolean {
  return agentIsGone && who.id !== room.agentId && mayAttend(who, room.raId);
}

/** The order's own holder; the door has proved it by the order's cookie. */
export function maySitIn(orderId: string, room: Room): boolean {
  return orderId === room.orderId;
}

/** Another person of the AR who answers for the act: manager, auditor or verifier. Sees and hears, decides nothing. */
export function maySupervise(who: AgentPrincipal, room: Room): boolean {
  return who.id !== room.agentId && (mayAudit(who, room.raId) || mayVerify(who, room.raId));
}

/** Nobody unadmitted reaches media; guests and observers only while the applicant is in. */
export function mayJoinMedia(member: RoomMember, room: Room, now: Date): boolean {
  const state = roomState(room, now);
  if (state === "ended" || state === "early") return false;
  return member === "agent" || placeOf(room) === "admitted";
}

const silenceMs = 3000;

/** No chunk for 3 s: evidence is not growing, so nothing may be decided. */
export function isSilent(lastChunkAt: Date | null, now: Date): boolean {
  return lastChunkAt === null || now.getTime() - lastChunkAt.getTime() > silenceMs;
}

type GrowingSegment = { member: RoomMember; lastChunkAt: Date | null };

/** Of the members whose recording is essential, those whose recording does not grow now. */
export function silentSides(segments: readonly GrowingSegment[], now: Date): (typeof essentialMembers)[number][] {
  const grows = (one: RoomMember) =>
    segments.some(({ member, lastChunkAt }) => member === one && !isSilent(lastChunkAt, now));
  return essentialMembers.filter((member) => !grows(member));
}

/**
 * From when the agent is late: a person in the lobby has waited since the hour, or since they came, for
 * `agentLateMinutes`. Undefined while nobody waits.
 */
export function agentLateFrom(
  room: Pick<Room, "startsAt" | "lobby" | "admission">,
  agentLateMinutes: number,
): Date | undefined {
  if (!room.lobby || placeOf(room) !== "waiting") return undefined;
  const since = Math.max(room.startsAt.getTime(), room.lobby.enteredAt.getTime());
  return new Date(since + agentLateMinutes * minuteMs);
}

/** A nonce for a still is good for a minute. */
export const stillNonceMs = minuteMs;
