import type { Reader } from "../database.ts";
import type { Context } from "../settings/context.ts";
import { type DomainJobs, eventName, type JobSubject, type SubjectOf } from "./jobs.ts";

type Task = (ctx: Context, payload: never) => Promise<void>;

/** Who does what, by stored names. */
export type Roster = {
  tasks: Map<string, Task>;
  /** Event before it is dealt out -> one share for each listener. */
  shares: Map<string, string[]>;
  /** Whose order or AR a payload is about, as far as its ids tell. */
  subjectOf(reader: Reader, payload: unknown): Promise<JobSubject>;
};

/** Throws where two domains claim one job. */
export function rosterOf(domains: DomainJobs): Roster {
  const tasks = new Map<string, Task>();
  const shares = new Map<string, string[]>();
  const subjects = new Map<string, SubjectOf>();
  for (const [domain, { jobs = {}, events = {}, subjects: own = {} }] of Object.entries(domains)) {
    for (const [name, task] of Object.entries<Task>(jobs as Record<string, Task>)) {
      if (tasks.has(name)) throw new Error(`Two domains handle the job ${name}.`);
      tasks.set(name, task);
    }
    for (const [event, task] of Object.entries<Task>(events as Record<string, Task>)) {
      const share = eventName(event, domain);
      shares.set(eventName(event), [...(shares.get(eventName(event)) ?? []), share]);
      tasks.set(share, task);
    }
    for (const [id, of] of Object.entries(own)) subjects.set(id, of);
  }
  return { tasks, shares, subjectOf: (reader, payload) => subjectOf(subjects, reader, payload) };
}

async function subjectOf(subjects: Map<string, SubjectOf>, reader: Reader, payload: unknown): Promise<JobSubject> {
  const ids = Object.entries(payload ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const orderId = ids.find(([name]) => name === "orderId")?.[1];
  if (orderId) return { orderId };
  for (const [name, id] of ids) {
    const found = await subjects.get(name)?.(reader, id);
    if (found?.orderId) return { orderId: found.orderId };
    if (found?.raId) return { raId: found.raId };
  }
  return {};
}
