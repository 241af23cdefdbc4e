import { createHash } from "node:crypto";

/**
 * One line of the log beside a recording: where the chunk lies, its hash, and the chain up to it (hex).
 * `from`/`until` in ms of the file's time line; `key` = the first key frame of the picture in it, on the same line, where
 * it has one; `at` wall clock ms; `previous` only on line 0 (docs/room-protocol.md §2).
 */
export type ChainLine = {
  n: number;
  offset: number;
  length: number;
  from: number;
  until: number;
  key?: number;
  sha256: string;
  chain: string;
  at: number;
  previous?: string;
};

export const NO_PREVIOUS = "0".repeat(64);

export function nextChain(previous: string, sha256: string): string {
  return createHash("sha256").update(Buffer.from(previous, "hex")).update(Buffer.from(sha256, "hex")).digest("hex");
}

/**
 * Reads a log back. A torn last line (power cut) is dropped; a broken link anywhere else is an Error that names the chunk.
 * Only links and offsets are checked here; the bytes are checked where they are read (`verifyChunk`).
 */
export function readChainLog(text: string): ChainLine[] {
  const rows = text.split("\n");
  rows.pop(); // what follows the last newline was never finished
  const lines = rows.map((row) => JSON.parse(row) as ChainLine);
  let head = lines[0]?.previous ?? NO_PREVIOUS;
  let offset = 0;
  lines.forEach((line, index) => {
    head = nextChain(head, line.sha256);
    if (line.n !== index || line.offset !== offset || line.chain !== head)
      throw new Error(`recording chain broken at chunk ${index}`);
    offset += line.length;
  });
  return lines;
}

/** Throws an Error that names the chunk when its bytes are not the recorded ones. */
export function verifyChunk(line: ChainLine, bytes: Buffer): void {
  const found = createHash("sha256").update(bytes).digest("hex");
  if (bytes.length !== line.length || found !== line.sha256) throw new Error(`recording changed at chunk ${line.n}`);
}
