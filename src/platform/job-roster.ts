import type { Context } from "./context.ts";
import { type DomainJobs, eventName } from "./jobs.ts";

export type Task = (ctx: Context, payload: never) => Promise<void>;

/** Who does what, by stored names. */
export type Roster = {
  tasks: Map<string, Task>;
  /** Event before it is dealt out -> one share for each listener. */
  shares: Map<string, string[]>;
};

/** Throws where two domains claim one job. */
export function rosterOf(domains: DomainJobs): Roster {
  const tasks = new Map<string, Task>();
  const shares = new Map<string, string[]>();
  for (const [domain, { jobs = {}, events = {} }] of Object.entries(domains)) {
    for (const [name, task] of Object.entries<Task>(jobs as Record<string, Task>)) {
      if (tasks.has(name)) throw new Error(`Two domains handle the job ${name}.`);
      tasks.set(name, task);
    }
    for (const [event, task] of Object.entries<Task>(events as Record<string, Task>)) {
      const share = eventName(event, domain);
      shares.set(eventName(event), [...(shares.get(eventName(event)) ?? []), share]);
      tasks.set(share, task);
    }
  }
  return { tasks, shares };
}
