import { minuteMs } from "../../platform/time/durations.ts";

/** Wrong sign-ins allowed in the window; then a pause for the rest of it. */
export const signInWindowMs = 15 * minuteMs;
/** For one account from one network address, or from one browser that this person came in with before. */
const perAccount = 8;
/** For one account from all unknown addresses together: a few strangers who guess shut nobody out. */
const perAccountInAll = 80;
const perAddress = 40;

/** `pair`: account and address together. */
export type RecentMisses = { pair: number; account: number; address: number; oldestAt: Date | null };

/** Seconds to wait before the next try, or 0. */
export function signInPauseSeconds(misses: RecentMisses, now: Date): number {
  const { pair, account, address } = misses;
  if (pair < perAccount && account < perAccountInAll && address < perAddress) return 0;
  const since = misses.oldestAt?.getTime() ?? now.getTime();
  return Math.max(1, Math.ceil((since + signInWindowMs - now.getTime()) / 1000));
}
