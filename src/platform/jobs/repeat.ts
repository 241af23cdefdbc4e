import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../logger.ts";

export type Repeated = { stop(): Promise<void> };

/**
 * Does `work` now and again `everyMs` after it ended, until stopped; what it throws is logged and it goes on. For what must hold
 * whatever happened to jobs and clocks: the pause is counted by the kernel's own clock, which nobody puts right.
 */
export function repeat(log: Logger, what: string, everyMs: number, work: () => Promise<void>): Repeated {
  const stopping = new AbortController();
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      await work().catch((error: unknown) =>
        log.error({ err: error, what }, "repeated work failed; it is tried again"),
      );
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}
