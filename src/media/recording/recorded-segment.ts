import { open } from "node:fs/promises";
import { basename } from "node:path";
import { verifyChunk } from "./chunk-chain.ts";
import { playablePrefix } from "./playable.ts";
import { openChunk, SEAL_BYTES } from "./segment-cipher.ts";
import { readChunk, type Segment } from "./segment-folder.ts";

/** A finished segment, ready to be put away: its log's text, its playable header, and its bytes checked as they pass. */
export type RecordedSegment = Omit<Segment, "log"> & {
  chunks: number;
  log: string;
  /** Chunk 0 as it was recorded. */
  header: Buffer;
  /** As a file that plays and seeks: a header with duration and cues, then every other chunk as recorded. Throws an Error that names the chunk when the bytes are not the recorded ones. */
  content(): AsyncIterable<Buffer>;
};

/** `key`: the room's, which its files are encrypted with. */
export function recordedSegment(segment: Segment, key: Buffer): RecordedSegment {
  const { log: lines, ...facts } = segment;
  const header = readChunk(segment.path, key, lines[0]!);
  return {
    ...facts,
    chunks: lines.length,
    log: lines.map((line) => `${JSON.stringify(line)}\n`).join(""),
    header,
    async *content() {
      yield playablePrefix(header, lines);
      const file = await open(`${segment.path}.sealed`, "r");
      const name = basename(segment.path);
      try {
        for (const line of lines.slice(1)) {
          const sealed = Buffer.alloc(line.length + SEAL_BYTES);
          const { bytesRead } = await file.read(sealed, 0, sealed.length, line.offset + SEAL_BYTES * line.n);
          const chunk = openChunk(key, { name, chunk: line.n }, sealed.subarray(0, bytesRead));
          verifyChunk(line, chunk);
          yield chunk;
        }
      } finally {
        await file.close();
      }
    },
  };
}
