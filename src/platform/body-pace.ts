/** What a body may cost in time: a start without anything, then so much more for each byte that came. */
export type Pace = { graceMs: number; floorBytesPerSecond: number; longestMs: number };

/**
 * 32 kbit/s, below the slowest line that still opens pages: a picture of 10 MB by slow 3G (400 kbit/s) takes 200 s and
 * may take 2,500. A line that stands still (in a tunnel) uses up the lead it had. Nothing holds a place for more than
 * 40 minutes.
 */
export const usualPace: Pace = { graceMs: 30_000, floorBytesPerSecond: 4_000, longestMs: 2_400_000 };

/** Whether a body that brought `bytes` in `ms` is still waited for. */
export function keepsUp({ graceMs, floorBytesPerSecond, longestMs }: Pace, bytes: number, ms: number): boolean {
  return ms <= Math.min(graceMs + (bytes / floorBytesPerSecond) * 1000, longestMs);
}
