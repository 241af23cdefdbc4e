const thinKbps = 150;
const thinAfterMs = 10_000;
const firstTryMs = 10_000;
const longestTryMs = 80_000;
const fellAgainMs = 60_000;

/** What one second showed: kbit/s that the line can carry, and whether nothing is lost or late on it. */
export type LineSecond = { kbps: number; calm: boolean };

/** Where a line is too thin for what it should carry: under `kbps` for `afterMs`. */
type Thin = { kbps: number; afterMs: number };

/**
 * Decides when a line is too thin for moving pictures (under 150 kbit/s for 10 s), or for what else `limit` says. What little is sent then fills no line,
 * so no estimate can tell that it is wide again: after 10 calm seconds moving pictures are tried, and after each try
 * that fails within a minute only after twice as long. Pure: time is an argument.
 */
export class ThinLine {
  isThin = false;
  private since: number | undefined;
  private cameBackAt = Number.NEGATIVE_INFINITY;
  private tryAfterMs = firstTryMs;
  private readonly limit: Thin;

  constructor(limit: Thin = { kbps: thinKbps, afterMs: thinAfterMs }) {
    this.limit = limit;
  }

  /** True when the mode changed. */
  note({ kbps, calm }: LineSecond, now: number): boolean {
    const wantsChange = this.isThin ? calm : kbps < this.limit.kbps;
    if (!wantsChange) {
      this.since = undefined;
      return false;
    }
    this.since ??= now;
    if (now - this.since < (this.isThin ? this.tryAfterMs : this.limit.afterMs)) return false;
    this.since = undefined;
    if (this.isThin) this.cameBackAt = now;
    else {
      const fellAgain = now - this.cameBackAt < fellAgainMs;
      this.tryAfterMs = fellAgain ? Math.min(this.tryAfterMs * 2, longestTryMs) : firstTryMs;
    }
    this.isThin = !this.isThin;
    return true;
  }

  /** A new connection knows nothing of the old one's line. */
  restart(): void {
    this.since = undefined;
  }
}
