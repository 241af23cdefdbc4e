/** A jump of the source's clock larger than this (camera restarted, cut line) re-anchors the track instead of drifting. */
const JUMP_MS = 3000;

/** Maps one RTP source's timestamps onto the recording's time line (ms since the recording began). */
export class TrackClock {
  /** Added to every time; found once from the sender reports of both tracks. */
  correction = 0;
  private readonly clockPerMs: number;
  private readonly startedAt: number;
  private anchor: { time: number; elapsed: number; last: number } | undefined;
  private report: { ntpMs: number; timestamp: number } | undefined;

  constructor(clockPerMs: number, startedAt: number) {
    this.clockPerMs = clockPerMs;
    this.startedAt = startedAt;
  }

  time(timestamp: number, arrivedAt: number): number {
    this.anchor ??= { time: arrivedAt - this.startedAt, elapsed: 0, last: timestamp };
    const anchor = this.anchor;
    anchor.elapsed += (timestamp - anchor.last) | 0;
    anchor.last = timestamp;
    const drift = arrivedAt - this.startedAt - (anchor.time + anchor.elapsed / this.clockPerMs);
    if (Math.abs(drift) > JUMP_MS) anchor.time += drift;
    return anchor.time + anchor.elapsed / this.clockPerMs + this.correction;
  }

  noteSenderReport(ntpMs: number, timestamp: number): void {
    this.report = { ntpMs, timestamp };
  }

  /** The sender's wall clock at file time 0, by its own report; comparing two tracks gives their true offset. */
  senderOrigin(): number | undefined {
    if (!this.anchor || !this.report) return undefined;
    const sinceLast = ((this.report.timestamp - this.anchor.last) | 0) / this.clockPerMs;
    return this.report.ntpMs - sinceLast - (this.anchor.time + this.anchor.elapsed / this.clockPerMs);
  }
}
