import { essentialMembers, silentSides } from "../room.ts";
import type { RoomSession } from "../room-session.ts";
import { breakIn, type GrowingRecording } from "./recorded-session.ts";

export type RecordingFault = "missing" | "silent" | "gap";

/** What an approval and a seal ask of the recording of a sitting, whoever made it. */
export interface RecordingProof {
  /** What is wrong with it up to `until`; undefined: nothing. */
  fault(until: Date, now: Date): RecordingFault | undefined;
  /** While the call runs: it has a hole that makes its session void. */
  isBroken(now: Date): boolean;
  /** From when to when both sides are recorded, by the wall clock; undefined while nothing counts. `until` is now while it grows. */
  span(now: Date): { from: Date; until: Date } | undefined;
  /** All of it is in the order's blobs, with its report: nothing more will come, and it can be sealed. */
  readonly isPutAway: boolean;
}

/** The recording that our own room makes: segments of both sides, chained as they grow, put away once the room is closed. */
export function ownRecording(of: {
  session: RoomSession | null;
  /** The longest hole that this session may have. */
  maxGapMs: number;
  closedAt: Date | null;
  segments: readonly (GrowingRecording & { bytes: number; playable: boolean })[];
  /** The report, which lists every segment, is written last. */
  isReported: boolean;
}): RecordingProof {
  const { session, maxGapMs, closedAt, segments, isReported } = of;
  const ofMember = (member: (typeof essentialMembers)[number]) => segments.filter((piece) => piece.member === member);
  return {
    fault(until, now) {
      const isRecorded = essentialMembers.every((member) => ofMember(member).some(({ bytes }) => bytes > 0));
      if (!isRecorded || !session?.countsFrom) return "missing";
      if (!closedAt && silentSides(segments, now).length > 0) return "silent";
      return breakIn(session, segments, maxGapMs, until) ? "gap" : undefined;
    },
    isBroken: (now) => !closedAt && session !== null && breakIn(session, segments, maxGapMs, now) !== undefined,
    span(now) {
      if (!session?.countsFrom) return undefined;
      const ends = essentialMembers.map((one) => Math.max(0, ...ofMember(one).map(({ until }) => until.getTime())));
      const until = closedAt ? new Date(Math.min(closedAt.getTime(), ...ends)) : now;
      return { from: session.countsFrom, until };
    },
    // A segment that was never noted while it ran appears only as it is put away: what is listed so far may not be all.
    isPutAway:
      closedAt !== null && (segments.length === 0 || (isReported && segments.every(({ playable }) => playable))),
  };
}
