import type { RoomMember } from "../../contract/room-wire.ts";
import type { CodeOf } from "../../platform/failures/failure.ts";
import { essentialMembers, isSilent, placeOf, type Room } from "../room.ts";
import type { RoomSession } from "../room-session.ts";
import type { RoomsFailure } from "../rooms-failures.ts";

/** One segment of a member. `from`, `until`: wall clock of its first and its newest frame. */
export type RecordedStretch = { member: RoomMember; segment: number; from: Date; until: Date };

/** A stretch of a session in which one of the two sides was not recorded. */
type Hole = { member: RoomMember; from: Date; until: Date; ms: number };

type Counting = Pick<RoomSession, "countsFrom">;

/**
 * The only measure of holes (VC-12): of the two sides, from the instant the session counts to `until`, between two
 * segments of a member and after its newest frame. Whoever came back second has no hole before both were there.
 */
export function holesIn(
  session: Counting,
  stretches: readonly RecordedStretch[],
  until: Date,
  members: readonly RoomMember[] = essentialMembers,
): Hole[] {
  const { countsFrom } = session;
  if (!countsFrom) return [];
  return members.flatMap((member) => {
    const own = stretches.filter((stretch) => stretch.member === member).sort((a, b) => +a.from - +b.from);
    const holes: Hole[] = [];
    let reached = countsFrom;
    for (const next of [...own.filter(({ from }) => from < until), { from: until, until }]) {
      const ms = next.from.getTime() - reached.getTime();
      if (ms > 0) holes.push({ member, from: reached, until: next.from, ms });
      if (next.until > reached) reached = next.until;
    }
    return holes;
  });
}

/** The longest hole above the limit: it makes the session void. */
export function breakIn(
  session: Counting,
  stretches: readonly RecordedStretch[],
  limitMs: number,
  until: Date,
  member?: RoomMember,
): Hole | undefined {
  return holesIn(session, stretches, until, member && [member])
    .filter(({ ms }) => ms > limitMs)
    .sort((a, b) => b.ms - a.ms)[0];
}

/**
 * From when a session that began at `beganAt` counts: both sides are recorded in it. `before`: what was known until now;
 * `came`: the stretches that have just grown, their `from` the first new frame.
 */
export function countingFrom(
  beganAt: Date,
  before: readonly RecordedStretch[],
  came: readonly RecordedStretch[],
): Date | undefined {
  const since = essentialMembers.map((member) => {
    const ofMember = (stretch: RecordedStretch) => stretch.member === member && stretch.until >= beganAt;
    if (before.some(ofMember)) return beganAt;
    const first = Math.min(...came.filter(ofMember).map(({ from }) => from.getTime()));
    return Number.isFinite(first) ? new Date(Math.max(first, beganAt.getTime())) : undefined;
  });
  return since.every((instant) => instant !== undefined)
    ? new Date(Math.max(...since.map((instant) => instant.getTime())))
    : undefined;
}

/** What an act needs to know of a segment. `startedAt`: time 0 of its file. */
export type GrowingRecording = RecordedStretch & { id: string; startedAt: Date; lastChunkAt: Date | null };

/** Where an act lies: its session, and ms from the beginning of the file of each side's segment. */
export type ActPlace = {
  sessionId: string;
  recordingId: string;
  offsetMs: number;
  agentRecordingId: string;
  agentOffsetMs: number;
};

export type ActHindrance = Extract<CodeOf<typeof RoomsFailure>, `act-${string}`>;

/**
 * Why no act of the script is possible at this instant: it asks that the holder is in and that both sides are being
 * recorded (VC-04, VC-12). Null: it is possible.
 */
export function actHindrance(room: Room, recordings: readonly GrowingRecording[], now: Date): ActHindrance | null {
  if (room.closedAt) return "act-call-over";
  const place = placeOf(room);
  if (place === "waiting") return "act-holder-waiting";
  if (place !== "admitted" || !room.session) return "act-holder-away";
  if (!newestOf("applicant", recordings, now)) return "act-holder-unrecorded";
  if (!newestOf("agent", recordings, now)) return "act-agent-unrecorded";
  return room.session.countsFrom ? null : "act-recording-begins";
}

/** The place of an act at `now`; undefined where `actHindrance` names a reason. */
export function actPlace(room: Room, recordings: readonly GrowingRecording[], now: Date): ActPlace | undefined {
  const [holder, agent] = [newestOf("applicant", recordings, now), newestOf("agent", recordings, now)];
  if (!room.session || !holder || !agent || actHindrance(room, recordings, now)) return undefined;
  const offset = (recording: GrowingRecording) => Math.max(0, now.getTime() - recording.startedAt.getTime());
  return {
    sessionId: room.session.id,
    recordingId: holder.id,
    offsetMs: offset(holder),
    agentRecordingId: agent.id,
    agentOffsetMs: offset(agent),
  };
}

/** The segment of a member that grows now. */
function newestOf(
  member: (typeof essentialMembers)[number],
  recordings: readonly GrowingRecording[],
  now: Date,
): GrowingRecording | undefined {
  return recordings
    .filter((recording) => recording.member === member && !isSilent(recording.lastChunkAt, now))
    .sort((a, b) => a.segment - b.segment)
    .at(-1);
}
