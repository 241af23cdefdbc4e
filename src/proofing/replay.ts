import type { RecordingFact, StepDone } from "./proofing.ts";

/** A stretch of one recording, ms from its start. */
export type Stretch = { recordingId: string; fromMs: number; toMs: number };

/** How much around a capture must be seen: the act, not one frame of it. */
const keyMarginMs = 4000;

/** Faster than this shows nothing (VC-18). */
export const fastestReplay = 2;

const lengthOf = (piece: RecordingFact): number => {
  const until = piece.endedAt ?? piece.lastChunkAt ?? piece.startedAt;
  return Math.max(0, until.getTime() - piece.startedAt.getTime());
};

/** The holder's recording: what the second person has to look at. */
export function replayable(recordings: readonly RecordingFact[]): RecordingFact[] {
  return recordings.filter((piece) => piece.member === "applicant" && lengthOf(piece) > 0);
}

/** Stretches around every capture and the consent: the key segments of the act. */
export function keyStretches(
  recordings: readonly RecordingFact[],
  steps: readonly StepDone[],
): (Stretch & { step: string })[] {
  return steps.flatMap(({ step, evidence }) => {
    const at =
      evidence.kind === "still" ? evidence.takenAt : evidence.kind === "consent" ? evidence.clickedAt : undefined;
    if (!at) return [];
    const piece = replayable(recordings).find((candidate) => {
      const offset = Date.parse(at) - candidate.startedAt.getTime();
      return offset >= 0 && offset <= lengthOf(candidate);
    });
    if (!piece) return [];
    const offset = Date.parse(at) - piece.startedAt.getTime();
    const fromMs = Math.max(0, offset - keyMarginMs);
    const toMs = Math.min(lengthOf(piece), offset + keyMarginMs);
    return [{ step, recordingId: piece.id, fromMs, toMs }];
  });
}

/** Milliseconds of `of` that the watched stretches cover, overlaps counted once. */
export function coveredMs(of: Stretch, watched: readonly Stretch[]): number {
  const inside = watched
    .filter((stretch) => stretch.recordingId === of.recordingId && stretch.toMs > of.fromMs && stretch.fromMs < of.toMs)
    .map((stretch) => [Math.max(stretch.fromMs, of.fromMs), Math.min(stretch.toMs, of.toMs)] as const)
    .sort((a, b) => a[0] - b[0]);
  let covered = 0;
  let reached = of.fromMs;
  for (const [from, to] of inside) {
    covered += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return covered;
}

export type ReplayState = {
  totalMs: number;
  watchedMs: number;
  /** Share wanted by the rule pack, reached or not. */
  enough: boolean;
  /** Steps whose moment was not seen whole. */
  unseen: string[];
};

/** Enough = the pack's share of the holder's recording, and every key segment (a second of slack at its edges). */
export function replayState(
  recordings: readonly RecordingFact[],
  steps: readonly StepDone[],
  watched: readonly Stretch[],
  share: number,
): ReplayState {
  const pieces = replayable(recordings);
  const whole = pieces.map((piece) => ({ recordingId: piece.id, fromMs: 0, toMs: lengthOf(piece) }));
  const totalMs = whole.reduce((sum, stretch) => sum + stretch.toMs, 0);
  const watchedMs = whole.reduce((sum, stretch) => sum + coveredMs(stretch, watched), 0);
  const unseen = keyStretches(recordings, steps)
    .filter((key) => coveredMs(key, watched) < key.toMs - key.fromMs - 1000)
    .map((key) => key.step);
  return { totalMs, watchedMs, enough: totalMs > 0 && watchedMs >= totalMs * share && unseen.length === 0, unseen };
}

/** Whether so much can have been watched in the wall time since the last report (two seconds of grace). */
export function fitsTheClock(stretch: Stretch, rate: number, elapsedMs: number): boolean {
  return (stretch.toMs - stretch.fromMs) / rate <= elapsedMs + 2000;
}
