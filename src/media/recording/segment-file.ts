import { createHash } from "node:crypto";
import { closeSync, fdatasync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ChainLine, NO_PREVIOUS, nextChain } from "./chunk-chain.ts";
import type { QualityLine } from "./quality-series.ts";
import { sealChunk } from "./segment-cipher.ts";

/**
 * One growing recording: append only, created exclusively, each chunk in a hash chain whose log lies beside it.
 * Bytes are handed to the system at once (a killed process loses none) and made durable in the background. They are
 * encrypted before they leave this process; hashes, offsets and `bytes` speak of the plain recording.
 */
export class SegmentFile {
  readonly number: number;
  bytes = 0;
  head: string;
  chunks = 0;
  /** First and last time of the newest chunk, ms on the file's line. */
  newest = { from: 0, until: 0 };
  private readonly name: string;
  private readonly place: string;
  private readonly key: Buffer;
  private readonly previous: string;
  private readonly file: number;
  private readonly quality: number;
  private readonly log: number;
  private readonly onFailure: (error: Error) => void;
  private syncing = false;
  private again = false;
  private closed = false;

  /** Takes the first free number of `<folder>/<member>-<n>.webm.sealed`. `key`: 32 bytes, the room's. */
  constructor(folder: string, member: string, previous: string | null, key: Buffer, onFailure: (error: Error) => void) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { file, number } = openFirstFree(folder, member);
    this.file = file;
    this.number = number;
    this.name = `${member}-${number}.webm`;
    this.key = key;
    const path = join(folder, this.name);
    this.place = path;
    this.log = openSync(`${path}.chain`, "wx", 0o600);
    this.quality = openSync(`${path}.quality`, "wx", 0o600);
    this.previous = previous ?? NO_PREVIOUS;
    this.head = this.previous;
    this.onFailure = onFailure;
    syncFolder(dirname(path));
  }

  /**
   * Times in ms of the file's line, `at` wall clock; `key` = the chunk's first key frame of the picture. Throws what the
   * file system says (disk full): the caller turns it into an alarm.
   */
  append(chunk: Buffer, { from, until, key }: { from: number; until: number; key?: number }, at: number): void {
    const sha256 = createHash("sha256").update(chunk).digest("hex");
    const chain = nextChain(this.head, sha256);
    const line: ChainLine = {
      n: this.chunks,
      offset: this.bytes,
      length: chunk.length,
      from,
      until,
      ...(key !== undefined && { key }),
      sha256,
      chain,
      at,
    };
    if (this.chunks === 0) line.previous = this.previous;
    writeWhole(this.file, sealChunk(this.key, { name: this.name, chunk: this.chunks }, chunk));
    writeWhole(this.log, Buffer.from(`${JSON.stringify(line)}\n`));
    this.bytes += chunk.length;
    this.head = chain;
    this.chunks++;
    this.newest = { from, until };
    this.makeDurable();
  }

  /** Throws as `append` does. Made durable with the next chunk, or at the close. */
  appendQuality(line: QualityLine): void {
    writeWhole(this.quality, Buffer.from(`${JSON.stringify(line)}\n`));
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    fsyncSync(this.file);
    fsyncSync(this.log);
    fsyncSync(this.quality);
    if (!this.syncing) this.release();
  }

  /** After a close: takes the files away where nothing was recorded in them, so that tries on a full disk leave none. */
  removeIfEmpty(): void {
    if (this.chunks > 0) return;
    for (const ending of ["sealed", "chain", "quality"]) rmSync(`${this.place}.${ending}`, { force: true });
  }

  private makeDurable(): void {
    if (this.syncing) {
      this.again = true;
      return;
    }
    this.syncing = true;
    this.again = false;
    fdatasync(this.file, (fileError) => {
      fdatasync(this.log, (logError) => {
        this.syncing = false;
        const error = fileError ?? logError;
        if (error) this.onFailure(error);
        if (this.closed) this.release();
        else if (this.again) this.makeDurable();
      });
    });
  }

  private release(): void {
    closeSync(this.file);
    closeSync(this.log);
    closeSync(this.quality);
  }
}

function openFirstFree(folder: string, member: string): { file: number; number: number } {
  for (let number = 0; ; number++) {
    try {
      return { file: openSync(join(folder, `${member}-${number}.webm.sealed`), "wx", 0o600), number };
    } catch (error) {
      // An earlier segment holds this number; a re-join must never overwrite it.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  fsyncSync(descriptor);
  closeSync(descriptor);
}
