import type { VerificationRules } from "../../catalog/rule-pack.ts";
import type { StepDone } from "../proofing.ts";
import type { Hearing } from "../questions.ts";
import { difference, intersection, lengthOf, placeOnLine, type Span, type TimeLine, union } from "./time-line.ts";

/** One act of the sitting that the second person must have watched whole (VC-18). */
export type KeyPart = Span & { kind: "consent" | "capture" | "question"; step: string; position?: number };

/** What one report of the player says: a stretch of the time line, shown at `rate`. */
export type PlayedPiece = Span & { rate: number; reportedAt: Date };

/** A part still counts as watched if up to a second at its edges is missing. */
const slackMs = 1000;

/**
 * The acts that the pack calls key, clipped to what was recorded: consent and captures with the pack's margin around
 * their instant; a question from the draw, or from the answer before it, to the end of its own last answer.
 */
export function keyParts(
  line: TimeLine,
  steps: readonly StepDone[],
  hearings: readonly Hearing[],
  rules: VerificationRules["replay"],
): KeyPart[] {
  const margin = rules.marginSeconds * 1000;
  const around = (at: string): Span => {
    const place = placeOnLine(line, new Date(at));
    return { fromMs: place - margin, toMs: place + margin };
  };
  const parts = steps.flatMap(({ step, evidence }): KeyPart[] => {
    if (evidence.kind === "consent" && rules.keys.includes("consent"))
      return [{ ...around(evidence.clickedAt), kind: "consent", step }];
    if (evidence.kind === "still" && rules.keys.includes("captures"))
      return [{ ...around(evidence.takenAt), kind: "capture", step }];
    return [];
  });
  const questions = rules.keys.includes("questions") ? questionParts(line, hearings, margin) : [];
  return [...parts, ...questions]
    .flatMap((part) => {
      const inside = intersection([part], line.recorded);
      const [first, last] = [inside[0], inside.at(-1)];
      return first && last ? [{ ...part, fromMs: first.fromMs, toMs: last.toMs }] : [];
    })
    .sort((a, b) => a.fromMs - b.fromMs);
}

/** Asked one after the other: each begins where the one answered before it ended. */
function questionParts(line: TimeLine, hearings: readonly Hearing[], marginMs: number): KeyPart[] {
  const heard = hearings.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const last = new Map(heard.map((hearing) => [hearing.position, hearing]));
  return [...last.values()].map(({ position, drawnAt, at }) => {
    const begun = heard.find((hearing) => hearing.position === position)!;
    const before = heard.filter((hearing) => hearing.at < begun.at && hearing.position !== position).at(-1)?.at;
    return {
      kind: "question",
      step: "",
      position,
      fromMs: placeOnLine(line, before ?? drawnAt),
      toMs: placeOnLine(line, at) + marginMs,
    };
  });
}

export type ReplayState = {
  /** Everything recorded that is asked for, and how much of it was watched. */
  totalMs: number;
  watchedMs: number;
  /** The pack's share, and every key part. */
  enough: boolean;
  /** Key parts not seen whole. */
  unseen: KeyPart[];
  watched: Span[];
  /** Stretches of more than a second that were never shown, in order. */
  missing: Span[];
};

/** `leftOut`: stretches that the pack does not ask for. A key part is asked for wherever it lies. */
export function replayState(
  line: TimeLine | undefined,
  parts: readonly KeyPart[],
  leftOut: readonly Span[],
  played: readonly Span[],
  rules: VerificationRules["replay"],
): ReplayState {
  if (!line) return { totalMs: 0, watchedMs: 0, enough: false, unseen: [], watched: [], missing: [] };
  const wanted = union([...difference(line.recorded, leftOut), ...intersection(parts, line.recorded)]);
  const watched = intersection(played, line.recorded);
  const totalMs = lengthOf(wanted);
  const watchedMs = lengthOf(intersection(wanted, watched));
  const unseen = parts.filter((part) => {
    const asked = intersection([part], line.recorded);
    return lengthOf(intersection(asked, watched)) < lengthOf(asked) - slackMs;
  });
  const missing = difference(wanted, watched).filter(({ fromMs, toMs }) => toMs - fromMs > slackMs);
  const enough = totalMs > 0 && watchedMs >= totalMs * rules.share - slackMs && unseen.length === 0;
  return { totalMs, watchedMs, enough, unseen, watched, missing };
}

/** What a player may have in hand that was shown and not reported yet: a slow line, one report under way. */
const mostAheadMs = 30_000;

/**
 * Whether a player that reported `earlier` can have shown this piece by `now`. Reports may lie about what was looked at,
 * but all of them together never hold more showing time than has passed: what is left of the time grows with the clock,
 * up to half a minute, and each report takes from it.
 */
export function fitsTheClock(
  earlier: readonly PlayedPiece[],
  piece: Pick<PlayedPiece, "fromMs" | "toMs" | "rate">,
  now: Date,
): boolean {
  let left = mostAheadMs;
  let last: Date | undefined;
  for (const report of [...earlier, { ...piece, reportedAt: now }]) {
    const passed = last ? report.reportedAt.getTime() - last.getTime() : 0;
    left = Math.min(mostAheadMs, left + passed) - (report.toMs - report.fromMs) / report.rate;
    last = report.reportedAt;
  }
  return left >= 0;
}
