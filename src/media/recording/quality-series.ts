import type { Kind } from "../wire/rtp-packet.ts";

const LINE_MS = 5000;

/** What arrived from one member in about five seconds (docs/room-protocol.md §2). `at` wall clock ms; `frames` a second. */
export type QualityLine = {
  at: number;
  videoKbps: number;
  audioKbps: number;
  frames: number;
  lostPercent: number;
  jitterMs: number;
  keyFrames: number;
  holes: number;
  /** Lines of the picture's shorter side, the fewest seen; 0 where none came yet. */
  lines: number;
};

/** Counts what arrives from one member; VC-13 wants the series, not an impression. */
export class QualitySeries {
  private since: number;
  private bytes: Record<Kind, number> = { audio: 0, video: 0 };
  private frames = 0;
  private keyFrames = 0;
  private holes = 0;
  private lost: number[] = [];
  private jitterMs = 0;
  private lines: number | undefined;
  private presentLines = 0;

  constructor(now: number) {
    this.since = now;
  }

  notePacket(kind: Kind, bytes: number): void {
    this.bytes[kind] += bytes;
  }

  /** `size` of a key frame; those after it have the same. */
  noteFrame(key: boolean, size?: { width: number; height: number }): void {
    this.frames++;
    if (key) this.keyFrames++;
    if (!size) return;
    this.presentLines = Math.min(size.width, size.height);
    this.lines = Math.min(this.lines ?? this.presentLines, this.presentLines);
  }

  noteHoles(count: number): void {
    this.holes += count;
  }

  /** Once a second; `lost` = fraction (0–1) before anything was sent again. */
  noteReception(lost: number, jitterMs: number): void {
    this.lost.push(lost);
    this.jitterMs = Math.max(this.jitterMs, jitterMs);
  }

  /** The line of the time since the last one, once five seconds are over. */
  due(now: number): QualityLine | undefined {
    return now - this.since >= LINE_MS ? this.take(now) : undefined;
  }

  /** The line of the time since the last one, however short. */
  take(now: number): QualityLine {
    const ms = Math.max(1, now - this.since);
    const mean = this.lost.reduce((sum, lost) => sum + lost, 0) / Math.max(1, this.lost.length);
    const line = {
      at: now,
      videoKbps: Math.round((this.bytes.video * 8) / ms),
      audioKbps: Math.round((this.bytes.audio * 8) / ms),
      frames: Math.round((this.frames * 10_000) / ms) / 10,
      lostPercent: Math.round(mean * 1000) / 10,
      jitterMs: Math.round(this.jitterMs * 10) / 10,
      keyFrames: this.keyFrames,
      holes: this.holes,
      lines: this.lines ?? this.presentLines,
    };
    this.since = now;
    this.bytes = { audio: 0, video: 0 };
    this.frames = this.keyFrames = this.holes = this.jitterMs = 0;
    this.lost = [];
    this.lines = undefined;
    return line;
  }
}
