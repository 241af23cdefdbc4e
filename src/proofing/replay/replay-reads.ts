import { readChain } from "../../audit/audit-reads.ts";
import type { VerificationRules } from "../../catalog/rule-pack.ts";
import type { Reader } from "../../platform/database.ts";
import type { Proofing } from "../proofing.ts";
import { roomFacts } from "../proofing-reads.ts";
import type { Hearing } from "../questions.ts";
import { type KeyPart, keyParts, type PlayedPiece, type ReplayState, replayState } from "./replay.ts";
import { marksOf, pausesOf, type SittingMark } from "./sitting-marks.ts";
import { placeOnLine, type Span, type TimeLine, timeLineOf } from "./time-line.ts";

/** Every time an answer was judged, oldest first. */
async function hearingsOf(reader: Reader, proofingId: string): Promise<Hearing[]> {
  return reader
    .selectFrom("question_answers as a")
    .innerJoin("drawn_questions as q", (join) =>
      join.onRef("q.proofing_id", "=", "a.proofing_id").onRef("q.position", "=", "a.position"),
    )
    .select(["a.position", "a.outcome", "a.answered_at as at", "q.drawn_at as drawnAt"])
    .where("a.proofing_id", "=", proofingId)
    .orderBy("a.answered_at")
    .orderBy("a.id")
    .execute();
}

/** What one agent's player reported of a proofing, oldest first. */
export async function playedPieces(
  reader: Reader,
  proofingId: string,
  agentId: string,
  line: TimeLine,
): Promise<PlayedPiece[]> {
  const rows = await reader
    .selectFrom("replays")
    .select(["from_at", "to_at", "rate", "watched_at"])
    .where("proofing_id", "=", proofingId)
    .where("agent_id", "=", agentId)
    .orderBy("watched_at")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    fromMs: placeOnLine(line, row.from_at),
    toMs: placeOnLine(line, row.to_at),
    rate: Number(row.rate),
    reportedAt: row.watched_at,
  }));
}

/** The recorded sitting as its second person sees it: the line, its marks, what is key, and how far they have watched. */
export type Replay = {
  line: TimeLine | undefined;
  /** Put away: it plays. */
  ready: boolean;
  marks: SittingMark[];
  hearings: Hearing[];
  parts: KeyPart[];
  /** What the player may jump over. */
  leftOut: Span[];
  state: ReplayState;
};

export async function replayOf(
  reader: Reader,
  proofing: Proofing,
  agentId: string,
  { replay: rules }: VerificationRules,
): Promise<Replay> {
  const { recordings, closedAt } = await roomFacts(reader, proofing.roomId);
  const line = timeLineOf(recordings);
  const ready = closedAt !== null && recordings.length > 0 && recordings.every(({ playable }) => playable);
  // Of the draw that counts; an earlier one belongs to a void session.
  const asked = new Set(proofing.questions.map(({ position }) => position));
  const hearings = (await hearingsOf(reader, proofing.id)).filter(({ position }) => asked.has(position));
  const of = { roomId: proofing.roomId, proofingId: proofing.id };
  const marks = line ? marksOf(await readChain(reader, `order:${proofing.orderId}`), of, line) : [];
  const parts = line ? keyParts(line, proofing.steps, hearings, rules) : [];
  const leftOut = line && rules.leaveOut.includes("pauses") ? pausesOf(marks, line) : [];
  const played = line ? await playedPieces(reader, proofing.id, agentId, line) : [];
  return { line, ready, marks, hearings, parts, leftOut, state: replayState(line, parts, leftOut, played, rules) };
}
