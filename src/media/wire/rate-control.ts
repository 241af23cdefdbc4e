const START = 1_000_000;
const FLOOR = 100_000;
/** A viewer whose line collapsed must not starve the recording. */
const VIEWER_FLOOR = 150_000;

/** What the sender of a picture may send, from its own loss and from what the slowest viewer can take (bit/s). */
export class RateControl {
  private readonly ceiling: number;
  private estimate = START;
  private readonly viewerLimits = new Map<string, number>();

  constructor(ceiling: number) {
    this.ceiling = ceiling;
  }

  setViewerLimit(viewer: string, bitsPerSecond: number): void {
    this.viewerLimits.set(viewer, bitsPerSecond);
  }

  forgetViewer(viewer: string): void {
    this.viewerLimits.delete(viewer);
  }

  /** Call once a second with the fraction lost (0–1) in that second. */
  next(lost: number): number {
    if (lost > 0.1) this.estimate *= 1 - 0.5 * lost;
    else if (lost < 0.02) this.estimate *= 1.15;
    this.estimate = Math.max(FLOOR, Math.min(this.ceiling, this.estimate));
    const slowest = Math.min(...this.viewerLimits.values());
    return Math.min(this.estimate, Math.max(VIEWER_FLOOR, slowest));
  }
}
