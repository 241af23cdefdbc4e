import { readFile, statfs } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../failures/failure.ts";

type Where = { config: { dataFolder: string; diskFloorMb: number } };

const lookAgainAfterMs = 1_000;
const megabyte = 1_048_576;
const looked = new Map<string, { at: number; free: Promise<number> }>();

/** Megabytes free where the data lies, the database's too; looked at once a second. Rejects with what the file system says. */
export function freeMegabytes(ctx: Where): Promise<number> {
  const { dataFolder } = ctx.config;
  const last = looked.get(dataFolder);
  const now = performance.now();
  if (last && now - last.at < lookAgainAfterMs) return last.free;
  const free = placesOf(dataFolder)
    // What only root may fill is not counted: PostgreSQL does not run as root.
    .then((places) => Promise.all(places.map((place) => statfs(place))))
    .then((found) => Math.floor(Math.min(...found.map(({ bavail, bsize }) => bavail * bsize)) / megabyte));
  looked.set(dataFolder, { at: now, free });
  return free;
}

/** The data folder, and the folder of the managed database where that lies elsewhere (`preparePostgresFolder`). */
async function placesOf(dataFolder: string): Promise<string[]> {
  try {
    return [dataFolder, (await readFile(join(dataFolder, "postgres-folder"), "utf8")).trim()];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return [dataFolder];
  }
}

/** Whether what is left is kept for what has begun: calls, their recordings, orders that have their number. */
export async function isDiskLow(ctx: Where): Promise<boolean> {
  return (await freeMegabytes(ctx)) < ctx.config.diskFloorMb;
}

/** Asked before anything new is taken in (a purchase, a file, a mail). Rejects with `Failure("disk-low")`. */
export async function requireDiskSpace(ctx: Where): Promise<void> {
  if (await isDiskLow(ctx)) throw new Failure("disk-low", { seconds: 300 });
}

/** Whether an error says that a file or a row found no space: ENOSPC, a quota, PostgreSQL's disk_full. */
export function saysDiskIsFull(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === "ENOSPC" || code === "EDQUOT" || code === "53100";
}
