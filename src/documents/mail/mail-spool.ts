import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { newId } from "../../platform/ids.ts";
import type { Context } from "../../platform/settings/context.ts";
import { hourMs } from "../../platform/time/durations.ts";

type Where = Pick<Context, "config">;

type Spooled = { id: string; hash: string; bytes: number };

const folderOf = (ctx: Where) => join(ctx.config.dataFolder, "spool");
const fileOf = (ctx: Where, id: string) => join(folderOf(ctx), `${id}.eml`);

async function syncPath(path: string): Promise<void> {
  await using handle = await open(path, "r");
  await handle.sync();
}

/**
 * Streams a message into the spool; once resolved it survives a power cut. What passes `most` bytes is read to its
 * end and thrown away (the sender only hears an answer after it): "too-big".
 */
export async function spoolMail(ctx: Where, content: Readable, most: number): Promise<Spooled | "too-big"> {
  const folder = folderOf(ctx);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const id = newId();
  const draft = `${fileOf(ctx, id)}.part`;
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    await pipeline(
      content,
      async function* (source: AsyncIterable<Buffer>) {
        for await (const piece of source) {
          bytes += piece.length;
          if (bytes > most) continue;
          hash.update(piece);
          yield piece;
        }
      },
      createWriteStream(draft, { flags: "wx", mode: 0o600 }),
    );
    if (bytes > most) {
      await rm(draft);
      return "too-big";
    }
    await syncPath(draft);
    await rename(draft, fileOf(ctx, id));
    await syncPath(folder);
    return { id, hash: hash.digest("hex"), bytes };
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** The raw message, or undefined where it has left the spool. */
export async function readSpooled(ctx: Where, id: string): Promise<Buffer | undefined> {
  try {
    return await readFile(fileOf(ctx, id));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export async function dropSpooled(ctx: Where, id: string): Promise<void> {
  await rm(fileOf(ctx, id), { force: true });
}

/** Removes files older than an hour that nothing waits for: receptions cut off before they were acknowledged. */
export async function sweepSpool(ctx: Where & Pick<Context, "clock">, stillWaiting: (id: string) => Promise<boolean>) {
  const folder = folderOf(ctx);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const age = ctx.clock.now().getTime() - (await stat(path)).mtimeMs;
    if (age < hourMs) continue;
    if (name.endsWith(".part") || !(await stillWaiting(name.replace(/\.eml$/, "")))) await rm(path, { force: true });
  }
}
