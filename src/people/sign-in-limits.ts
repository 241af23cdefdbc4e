/** Wrong sign-ins allowed in the window, per account and per network address; then a pause for the rest of it. */
export const signInWindowMs = 15 * 60_000;
const perAccount = 8;
const perAddress = 40;

export type RecentMisses = { account: number; address: number; oldestAt: Date | null };

/** Seconds to wait before the next try, or 0. */
export function signInPauseSeconds(misses: RecentMisses, now: Date): number {
  if (misses.account < perAccount && misses.address < perAddress) return 0;
  const since = misses.oldestAt?.getTime() ?? now.getTime();
  return Math.max(1, Math.ceil((since + signInWindowMs - now.getTime()) / 1000));
}
