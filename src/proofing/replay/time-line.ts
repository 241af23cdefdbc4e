import type { RecordingFact } from "../proofing.ts";

/** A stretch of the sitting, ms from `TimeLine.zeroAt`. */
export type Span = { fromMs: number; toMs: number };

/** One segment of a member's recording on the sitting's time line; `fileZeroMs` is where second 0 of its file lies. */
type Piece = Span & { recordingId: string; member: RecordingFact["member"]; fileZeroMs: number };

/**
 * The whole sitting as it was recorded: both sides, phone and guests beside each other by the server's clock. A stretch
 * in which neither holder nor agent was recorded is a break.
 */
export type TimeLine = {
  zeroAt: Date;
  lengthMs: number;
  pieces: Piece[];
  /** Where the holder or the agent was recorded, in order, without overlaps. */
  recorded: Span[];
  /** Holes between those. */
  breaks: Span[];
};

/** Undefined while nothing of holder and agent is recorded. */
export function timeLineOf(recordings: readonly RecordingFact[]): TimeLine | undefined {
  const kept = recordings
    .map((fact) => ({ fact, from: fact.from.getTime(), to: (fact.endedAt ?? fact.until).getTime() }))
    .filter(({ from, to }) => to > from);
  const sides = kept.filter(({ fact }) => fact.member === "applicant" || fact.member === "agent");
  if (sides.length === 0) return undefined;
  const zero = Math.min(...sides.map(({ from }) => from));
  const end = Math.max(...sides.map(({ to }) => to));
  const pieces = kept
    .map(({ fact, from, to }) => ({
      recordingId: fact.id,
      member: fact.member,
      fromMs: Math.max(0, from - zero),
      toMs: Math.min(end, to) - zero,
      fileZeroMs: fact.startedAt.getTime() - zero,
    }))
    .filter(({ fromMs, toMs }) => toMs > fromMs)
    .sort((a, b) => a.fromMs - b.fromMs);
  const recorded = union(pieces.filter(({ member }) => member === "applicant" || member === "agent"));
  const breaks = recorded.slice(1).map(({ fromMs }, i) => ({ fromMs: recorded[i]!.toMs, toMs: fromMs }));
  return { zeroAt: new Date(zero), lengthMs: end - zero, pieces, recorded, breaks };
}

/** The same time, overlaps and touching ends made one. */
export function union(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const { fromMs, toMs } of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = out.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else if (toMs > fromMs) out.push({ fromMs, toMs });
  }
  return out;
}

/** What of `spans` lies inside `within`. */
export function intersection(spans: readonly Span[], within: readonly Span[]): Span[] {
  const parts = union(spans).flatMap((a) =>
    union(within).map((b) => ({ fromMs: Math.max(a.fromMs, b.fromMs), toMs: Math.min(a.toMs, b.toMs) })),
  );
  return union(parts.filter(({ fromMs, toMs }) => toMs > fromMs));
}

/** What of `spans` lies outside `without`. */
export function difference(spans: readonly Span[], without: readonly Span[]): Span[] {
  let rest = union(spans);
  for (const hole of union(without))
    rest = rest.flatMap(({ fromMs, toMs }) =>
      [
        { fromMs, toMs: Math.min(toMs, hole.fromMs) },
        { fromMs: Math.max(fromMs, hole.toMs), toMs },
      ].filter((part) => part.toMs > part.fromMs),
    );
  return union(rest);
}

export function lengthOf(spans: readonly Span[]): number {
  return union(spans).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}

/** An instant as the time line counts it. */
export function placeOnLine(line: Pick<TimeLine, "zeroAt">, at: Date): number {
  return at.getTime() - line.zeroAt.getTime();
}
