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
 * What `read` gives; undefined where it stumbles, or does not end within `eventMilliseconds`. Stopped there with less than
 * half of that time on the processor, it stood still for the sake of others (a busy machine) and is begun again. (0.3 ms a
 * question: to be asked where something can go on for ever.)
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
