import type { ChainLine } from "./chunk-chain.ts";
import { readStartedAt, readVideoSize, segmentDataOffset, webmCues, webmHeader } from "./webm.ts";

/**
 * The playable copy of a segment is this prefix (header with Duration, Cues) followed by the evidence file's own bytes from
 * `bodyOffset` on: the clusters stay byte-identical and nothing is stored twice. `header` = the bytes of chunk 0.
 */
export function playablePrefix(header: Buffer, log: ChainLine[]): { prefix: Buffer; bodyOffset: number } {
  const clusters = log.slice(1);
  const durationMs = clusters.reduce((longest, line) => Math.max(longest, line.until), 0);
  const head = webmHeader(readVideoSize(header), readStartedAt(header), durationMs);
  const bodyOffset = log[0]!.length;
  // A player decodes from the cue on: one that leads to a cluster without a key frame shows a later instant, or none.
  const keyed = clusters.filter(({ key }) => key !== undefined);
  const cued = keyed.length > 0 ? keyed : clusters;
  const cuesAt = (before: number) =>
    webmCues(cued.map((line) => ({ time: line.key ?? line.from, position: before + line.offset - bodyOffset })));
  // Cue positions have a fixed width, so the length of the cues does not depend on them.
  const before = head.length + cuesAt(0).length - segmentDataOffset(head);
  return { prefix: Buffer.concat([head, cuesAt(before)]), bodyOffset };
}
