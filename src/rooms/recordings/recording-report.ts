import type { RecordedSegment } from "../media-port.ts";
import type { SignedHead } from "./recording-head.ts";

const gapMs = 500;

/** A stretch of a member's recording without a frame. Times in ms since 1970. */
type Gap = { member: string; from: number; until: number; ms: number };

type Piece = Pick<RecordedSegment, "memberId" | "number" | "startedAt" | "log">;
type Line = { from: number; until: number };

/** Every stretch longer than half a second without a frame, within a segment and between two of the same member (VC-12). */
export function gapsOf(pieces: Piece[]): Gap[] {
  const members = [...new Set(pieces.map((piece) => piece.memberId))];
  return members.flatMap((member) => {
    const own = pieces.filter((piece) => piece.memberId === member).sort((a, b) => a.number - b.number);
    const spans = own.flatMap(spansOf);
    return spans.slice(1).flatMap(({ from: until }, index): Gap[] => {
      const from = spans[index]!.until;
      return until - from > gapMs ? [{ member, from, until, ms: Math.round(until - from) }] : [];
    });
  });
}

/** The wall clock of each cluster; the first line of a log is the header and has no time. */
function spansOf({ startedAt, log }: Piece): Line[] {
  const lines = log.split("\n").filter(Boolean).slice(1);
  const clusters = lines.map((line) => JSON.parse(line) as Line);
  const zero = startedAt.getTime() - (clusters[0]?.from ?? 0);
  return clusters.map(({ from, until }) => ({ from: zero + from, until: zero + until }));
}

/** What is stored beside a closed room's segments: it lets anybody judge them without the server. */
export function recordingReport(roomId: string, segments: RecordedSegment[], heads: SignedHead[], publicKey: string) {
  return {
    format: "confere-recording-report/1",
    room: roomId,
    members: [...new Set(segments.map((segment) => segment.memberId))],
    segments: segments.map(({ memberId: member, number, startedAt, endedAt, chunks, bytes, head }) => ({
      member,
      number,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt.toISOString(),
      chunks,
      bytes,
      head,
    })),
    gaps: gapsOf(segments),
    quality: segments.map(({ memberId: member, number, quality }) => ({
      member,
      segment: number,
      series: quality
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as unknown),
    })),
    heads: heads.map(({ at, ...head }) => ({ ...head, at: at.toISOString() })),
    publicKey,
  };
}
