import { readdirSync, readFileSync } from "node:fs";

const microsecondsPerTick = 10_000;

/** CPU microseconds used so far by a process, its living children and those it has buried. Linux; 10 ms steps. */
export function cpuOfTree(pid: number): number {
  const children = new Map<number, number[]>();
  const used = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    // Fields from "state" on; the name before it may hold blanks.
    const fields = textOf(`/proc/${entry}/stat`)
      ?.replace(/^.*\) /, "")
      .split(" ");
    if (fields === undefined) continue;
    const [own, parent] = [Number(entry), Number(fields[1])];
    children.set(parent, [...(children.get(parent) ?? []), own]);
    used.set(own, fields.slice(11, 15).reduce((ticks, field) => ticks + Number(field), 0) * microsecondsPerTick);
  }
  const sum = (from: number): number =>
    (used.get(from) ?? 0) + (children.get(from) ?? []).reduce((total, child) => total + sum(child), 0);
  return sum(pid);
}

/** Resident memory of one process in bytes. */
export function residentBytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) * 1024;
}

/** Undefined where the process is gone by now. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
