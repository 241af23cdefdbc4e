import { closeSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { basename, join } from "node:path";
import { type ChainLine, readChainLog } from "./chunk-chain.ts";
import { openChunk, SEAL_BYTES } from "./segment-cipher.ts";
import { readStartedAt } from "./webm.ts";

/** One recorded stretch of one member as it lies on disk. Times are wall clock; `bytes` counts proven plain chunks only. */
export type Segment = {
  memberId: string;
  number: number;
  /** `<folder>/<member>-<n>.webm`; on disk with `.sealed`, `.chain` and `.quality` behind it. */
  path: string;
  bytes: number;
  head: string;
  startedAt: Date;
  endedAt: Date;
  log: ChainLine[];
  /** One JSON line every five seconds of recording (`QualityLine`). */
  quality: string;
};

const NAME = /^((.+)-(\d+)\.webm)\.sealed$/;

/** Every segment of a room's folder, by member and number; segments without one proven cluster are left out. */
export function readSegments(folder: string, key: Buffer): Segment[] {
  return names(folder)
    .map(({ memberId, number, path }) => {
      const log = readChainLog(textOf(`${path}.chain`));
      const [header, first] = log;
      const last = log.at(-1);
      if (!header || !first || !last) return undefined;
      const zero = readStartedAt(readChunk(path, key, header)).getTime();
      return {
        memberId,
        number,
        path,
        bytes: last.offset + last.length,
        head: last.chain,
        startedAt: new Date(zero + first.from),
        endedAt: new Date(zero + last.until),
        log,
        quality: wholeLines(textOf(`${path}.quality`)),
      };
    })
    .filter((segment) => segment !== undefined)
    .sort((a, b) => a.memberId.localeCompare(b.memberId) || a.number - b.number);
}

/** Head of the member's newest segment: what the next one continues from. */
export function lastHead(folder: string, memberId: string): string | null {
  const own = names(folder).filter((name) => name.memberId === memberId);
  for (const { path } of own.sort((a, b) => b.number - a.number)) {
    const last = readChainLog(textOf(`${path}.chain`)).at(-1);
    if (last) return last.chain;
  }
  return null;
}

export function hasSegments(folder: string): boolean {
  return names(folder).length > 0;
}

/** One plain chunk. Throws an Error that names it when it is not what was recorded. */
export function readChunk(path: string, key: Buffer, line: ChainLine): Buffer {
  const sealed = Buffer.alloc(line.length + SEAL_BYTES);
  const file = openSync(`${path}.sealed`, "r");
  const length = readSync(file, sealed, 0, sealed.length, line.offset + SEAL_BYTES * line.n);
  closeSync(file);
  return openChunk(key, { name: basename(path), chunk: line.n }, sealed.subarray(0, length));
}

/** Empty where the process died between making the segment's files. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

/** A line that was being written when the process died is left out. */
function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf("\n") + 1);
}

function names(folder: string): { memberId: string; number: number; path: string }[] {
  return entries(folder).flatMap((entry) => {
    const found = NAME.exec(entry);
    return found ? [{ memberId: found[2]!, number: Number(found[3]), path: join(folder, found[1]!) }] : [];
  });
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    // Nothing was ever recorded in this room.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
