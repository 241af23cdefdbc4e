import { hourMs } from "../time/durations.ts";

/** Thrown by work on its first try: it takes longer than a quick piece may. */
export class NotQuickError extends Error {}

/** `isQuick`: the first try, which must end soon or throw NotQuickError. */
type Work<T> = (isQuick: boolean) => Promise<T>;

type FairLine = {
  /** Resolves with what `work` says, once it was this account's turn. */
  turn<T>(account: string, work: Work<T>): Promise<T>;
};

type Piece = { account: string; since: number; run: Work<void> };

/** A slow piece that waited so long goes before quick ones, on the seats that slow ones may have. */
const mostSlowWaitMs = 30_000;

/**
 * Who is next where strangers' content is read on `seats` threads. Whoever used least time of late goes first, so that
 * nobody waits for the many files of another. A piece that is not quick goes behind all quick ones, and slow ones never
 * have the last seat.
 */
export function fairLine(seats: number, clock: () => number = () => performance.now()): FairLine {
  const quick: Piece[] = [];
  const slow: Piece[] = [];
  const used = new Map<string, { ms: number; at: number }>();
  const mostSlow = Math.max(1, seats - 1);
  let running = 0;
  let slowRunning = 0;

  const usedBy = (account: string): number => {
    const use = used.get(account);
    return use === undefined || clock() - use.at > hourMs ? 0 : use.ms;
  };
  /** The piece of the account that used least; of several, the one that waits longest. */
  const takeFrom = (line: Piece[]): Piece => {
    const first = line.reduce((best, piece) => (usedBy(piece.account) < usedBy(best.account) ? piece : best));
    line.splice(line.indexOf(first), 1);
    return first;
  };
  const note = (account: string, ms: number): void => {
    const now = clock();
    for (const [other, { at }] of used) if (now - at > hourMs) used.delete(other);
    used.set(account, { ms: usedBy(account) + ms, at: now });
  };

  async function run(piece: Piece, isQuick: boolean): Promise<void> {
    running++;
    if (!isQuick) slowRunning++;
    const began = clock();
    // A turn that runs counts already: the next free seat is another account's.
    note(piece.account, 1);
    await piece.run(isQuick);
    note(piece.account, clock() - began);
    running--;
    if (!isQuick) slowRunning--;
    advance();
  }

  function advance(): void {
    while (running < seats) {
      const maySlow = slowRunning < mostSlow;
      const isOverdue = slow.some(({ since }) => clock() - since > mostSlowWaitMs);
      const lines = !maySlow ? [quick] : isOverdue ? [slow, quick] : [quick, slow];
      const line = lines.find(({ length }) => length > 0);
      if (!line) return;
      void run(takeFrom(line), line === quick);
    }
  }

  return {
    turn<T>(account: string, work: Work<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        const piece: Piece = {
          account,
          since: clock(),
          run: (isQuick) =>
            work(isQuick).then(resolve, (error: unknown) => {
              if (!isQuick || !(error instanceof NotQuickError)) return reject(error);
              slow.push({ ...piece, since: clock() });
            }),
        };
        quick.push(piece);
        advance();
      });
    },
  };
}
