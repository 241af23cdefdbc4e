import { createContext, Script } from "node:vm";
import { calendarLimits } from "./calendar.ts";

/** Milliseconds for which the processor has worked for this thread. */
export const workedMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** How often one is begun. */
const attempts = 8;

const context = createContext({ read: undefined as unknown });
const reading = new Script("read()");

/**
 * What `read` gives; undefined where it throws, or does not end within `eventMilliseconds`. If the processor worked for
 * it less than half of that time, the machine was busy with others, and it is begun again. A call costs 0.3 ms, so only
 * what may never end is read by it.
 */
export function guardedRead<T>(read: () => T): T | undefined {
  const began = workedMs();
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      context["read"] = read;
      return reading.runInContext(context, { timeout: calendarLimits.eventMilliseconds }) as T;
    } catch (error) {
      const isLate = (error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
      if (!isLate || workedMs() - began > calendarLimits.eventMilliseconds / 2) return undefined;
    }
  }
  return undefined;
}
