import { Failure } from "../failures/failure.ts";

declare const seated: unique symbol;
/** Held by work that has its place in a lane: what is costly asks for it, so that it cannot be done beside the lane. */
export type Seat = { readonly [seated]: true };

interface Lane {
  /**
   * Runs `work` when its turn comes. Rejects with `Failure("busy", {seconds})` where too many wait already, in all or of
   * this one: `who` is whatever the stranger cannot have many of (a network, not a name that they chose).
   */
  run<T>(who: string, work: (seat: Seat) => Promise<T>): Promise<T>;
  /** Throws what `run` would reject with now: for a door that need not read what it will refuse. */
  refuseIfFull(who: string): void;
}

/** `width` run at once and `waiting` wait, of which at most `waitingEach` are of the same `who`. */
type LaneLimits = { width: number; waiting: number; waitingEach: number; againAfterSeconds: number };

/**
 * A lane of its own for work that costs a processor for long: whatever comes, the rest of the house (files, pages, calls)
 * keeps its threads. Those who wait are served by turns, each network its next, so that one that floods waits for itself.
 */
export function createLane({ width, waiting, waitingEach, againAfterSeconds }: LaneLimits): Lane {
  const queues = new Map<string, (() => void)[]>();
  let running = 0;
  let inQueue = 0;

  const next = () => {
    running--;
    const [first] = queues;
    if (!first) return;
    const [who, queue] = first;
    queues.delete(who);
    const begin = queue.shift()!;
    // Behind the others: its next one has its turn after theirs.
    if (queue.length > 0) queues.set(who, queue);
    inQueue--;
    running++;
    begin();
  };

  const refuseIfFull = (who: string) => {
    if (running < width) return;
    if (inQueue >= waiting || (queues.get(who)?.length ?? 0) >= waitingEach)
      throw new Failure("busy", { seconds: againAfterSeconds });
  };

  return {
    refuseIfFull,
    async run(who, work) {
      refuseIfFull(who);
      if (running < width) running++;
      else {
        const queue = queues.get(who) ?? [];
        inQueue++;
        await new Promise<void>((begin) => {
          queue.push(begin);
          queues.set(who, queue);
        });
      }
      try {
        return await work(true as unknown as Seat);
      } finally {
        next();
      }
    },
  };
}
