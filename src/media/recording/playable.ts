import type { ChainLine } from "./chunk-chain.ts";
import { readStartedAt, readVideoSize, segmentDataOffset, webmCues, webmHeader } from "./webm.ts";

/**
 * A segment plays and seeks with this prefix (header with Duration, Cues) in the place of chunk 0, whose bytes are `header`:
 * the clusters that follow stay byte-identical.
 */
export function playablePrefix(header: Buffer, log: ChainLine[]): Buffer {
  const clusters = log.slice(1);
  const durationMs = clusters.reduce((longest, line) => Math.max(longest, line.until), 0);
  const head = webmHeader(readVideoSize(header), readStartedAt(header), durationMs);
  // A player decodes from the cue on: one that leads to a cluster without a key frame shows a later instant, or none.
  const keyed = clusters.filter(({ key }) => key !== undefined);
  const cued = keyed.length > 0 ? keyed : clusters;
  const cuesAt = (before: number) =>
    webmCues(cued.map((line) => ({ time: line.key ?? line.from, position: before + line.offset - header.length })));
  // Cue positions have a fixed width, so the length of the cues does not depend on them.
  const before = head.length + cuesAt(0).length - segmentDataOffset(head);
  return Buffer.concat([head, cuesAt(before)]);
}
