import type { FastifyRateLimitStore } from "@fastify/rate-limit";

type Window = { count: number; began: number };

const mostAddresses = 5_000;

/** How often each address asked in the running minute, for every door that is given the same counts. */
export class RequestCounts implements FastifyRateLimitStore {
  /** In the order of their last request; where there are too many addresses, the first is forgotten. */
  private readonly windows = new Map<string, Window>();

  incr(
    address: string,
    answer: (error: Error | null, result?: { current: number; ttl: number }) => void,
    timeWindow: number,
  ): void {
    const now = Date.now();
    const known = this.windows.get(address);
    const window = known && now < known.began + timeWindow ? known : { count: 0, began: now };
    window.count++;
    this.windows.delete(address);
    this.windows.set(address, window);
    if (this.windows.size > mostAddresses) this.windows.delete(this.windows.keys().next().value!);
    answer(null, { current: window.count, ttl: timeWindow - (now - window.began) });
  }

  /** A route with a limit of its own counts for itself. */
  child(): RequestCounts {
    return new RequestCounts();
  }
}
