import type { AuditEntry } from "../../audit/audit-chain.ts";
import { minuteMs } from "../../platform/time/durations.ts";
import { placeOnLine, type Span, type TimeLine } from "./time-line.ts";

/** Acts of a room that stand as marks on its time line, in the words of the audit chain. */
const markedActs = [
  "applicant.admitted",
  "applicant.put-back",
  "consent.given",
  "session.voided",
  "proofing.started",
  "proofing.step-completed",
  "proofing.questions-drawn",
  "proofing.question-answered",
  "still.received",
  "room.paused",
  "room.resumed",
  "company.seen",
  "company.gone",
  "camera.came",
  "interpreter.came",
  "room.passed-on",
  "proofing.validated",
] as const;
export type MarkedAct = (typeof markedActs)[number];

/** Something that happened in the sitting: where on its time line, who did it, and what the audit chain keeps of it. */
export type SittingMark = {
  atMs: number;
  at: Date;
  act: MarkedAct;
  by: string;
  details: Record<string, unknown>;
};

const isMarked = (act: string): act is MarkedAct => markedActs.some((one) => one === act);

/** The marks of one room, oldest first; `chain` is the whole order's. What happened outside the recording is left out. */
export function marksOf(
  chain: readonly AuditEntry[],
  of: { roomId: string; proofingId: string },
  line: TimeLine,
): SittingMark[] {
  return chain.flatMap(({ act, at, actor, details }): SittingMark[] => {
    const own = details["roomId"] === of.roomId || details["proofingId"] === of.proofingId;
    if (!own || !isMarked(act)) return [];
    const atMs = placeOnLine(line, at);
    // The admission comes a moment before the first frame of those who meet.
    if (atMs < -minuteMs || atMs > line.lengthMs + 1000) return [];
    return [{ atMs: Math.max(0, Math.min(atMs, line.lengthMs)), at, act, by: actor.name ?? "", details }];
  });
}

/** From every announced pause to its end, or to the end of the line. */
export function pausesOf(marks: readonly SittingMark[], line: TimeLine): Span[] {
  const spans: Span[] = [];
  let since: number | undefined;
  for (const { act, atMs } of marks) {
    if (act === "room.paused") since ??= atMs;
    if (act !== "room.resumed" || since === undefined) continue;
    spans.push({ fromMs: since, toMs: atMs });
    since = undefined;
  }
  if (since !== undefined) spans.push({ fromMs: since, toMs: line.lengthMs });
  return spans;
}
