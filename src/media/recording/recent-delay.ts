const HALF_MS = 500;

/** How late one track's packets came in the last second, compared with their stamps. Times and delays in ms. */
export class RecentDelay {
  private before: { since: number; longest: number } | undefined;
  private present: { since: number; longest: number } | undefined;
  private last: { at: number; delay: number } | undefined;

  note(delay: number, at: number): void {
    this.last = { at, delay };
    if (this.present && at - this.present.since < HALF_MS) this.present.longest = Math.max(this.present.longest, delay);
    else {
      this.before = this.present;
      this.present = { since: at, longest: delay };
    }
  }

  /** Of the packet just before, however long ago. */
  get newest(): number | undefined {
    return this.last?.delay;
  }

  /** The same; undefined where none came in the last second. */
  newestAt(at: number): number | undefined {
    return this.last && at - this.last.at <= 2 * HALF_MS ? this.last.delay : undefined;
  }

  /** Undefined where nothing came. */
  longest(at: number): number | undefined {
    const recent = [this.before, this.present].filter((half) => half && at - half.since <= 2 * HALF_MS);
    return recent.length === 0 ? undefined : Math.max(...recent.map((half) => half!.longest));
  }

  forget(): void {
    this.before = this.present = this.last = undefined;
  }
}
