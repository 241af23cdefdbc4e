import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of its own that a test may fill to its last byte. */
export interface SmallDisk {
  path: string;
  /** Leaves no more than `kilobytes` free. */
  fill(kilobytes?: number): void;
  /** Gives back what `fill` took. */
  free(): void;
  remount(options: string): void;
  remove(): void;
}

/** `size` as mount(8) reads it ("4m"); undefined where this account may mount nothing. */
export function makeSmallDisk(size: string): SmallDisk | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const path = mkdtempSync(join(tmpdir(), "confere-disk-"));
  const ballast = join(path, "ballast");
  const mount = (options: string, ...rest: string[]) => spawnSync("mount", ["-o", options, ...rest, path]).status === 0;
  if (!mount(`size=${size},mode=711`, "-t", "tmpfs", "tmpfs")) {
    rmSync(path, { recursive: true });
    return undefined;
  }
  const free = () => rmSync(ballast, { force: true });
  return {
    path,
    fill(kilobytes = 0) {
      free();
      const file = openSync(ballast, "w");
      const block = Buffer.alloc(65_536, 1);
      try {
        for (;;) writeSync(file, block);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      } finally {
        closeSync(file);
      }
      if (kilobytes > 0) spawnSync("truncate", ["-s", `-${kilobytes}K`, ballast]);
    },
    free,
    remount(options) {
      if (!mount(`remount,${options}`)) throw new Error(`cannot remount with ${options}`);
    },
    remove() {
      spawnSync("umount", ["-l", path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

export const cannotMount = "this account may mount nothing";
