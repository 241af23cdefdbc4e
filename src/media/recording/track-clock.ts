/** One source's stamps on the recording's time line (ms since the recording began). Where it is anchored is the member's affair. */
export class TrackClock {
  private readonly clockPerMs: number;
  /** The newest stamp and its place. */
  private place: { stamp: number; time: number } | undefined;
  private report: { ntpMs: number; stamp: number } | undefined;

  constructor(clockPerMs: number) {
    this.clockPerMs = clockPerMs;
  }

  /** Where a stamp lies, by the stamps alone; undefined before the first. Stamps come round after 2³². */
  timeOf(stamp: number): number | undefined {
    if (!this.place) return undefined;
    return this.place.time + ((stamp - this.place.stamp) | 0) / this.clockPerMs;
  }

  /** Time of the newest stamp. */
  get newest(): number | undefined {
    return this.place?.time;
  }

  anchor(stamp: number, time: number): void {
    this.place = { stamp, time };
  }

  /** All that comes from now on lies `ms` later. */
  shift(ms: number): void {
    if (this.place) this.place.time += ms;
  }

  /** Another source, or stamps that begin anew: nothing known of the old ones holds. */
  restart(): void {
    this.place = undefined;
    this.report = undefined;
  }

  noteSenderReport(ntpMs: number, stamp: number): void {
    this.report = { ntpMs, stamp };
  }

  /** The sender's wall clock at file time 0, by its own report; comparing two tracks gives their true offset. */
  senderOrigin(): number | undefined {
    const time = this.report && this.timeOf(this.report.stamp);
    return time === undefined ? undefined : this.report!.ntpMs - time;
  }
}
