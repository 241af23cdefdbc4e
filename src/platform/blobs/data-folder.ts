import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const reasons: Record<string, string> = {
  EROFS: "the file system is mounted read-only",
  EACCES: "this account may not write there",
  EPERM: "this account may not write there",
  ENOSPC: "the disk is full",
  EDQUOT: "this account's share of the disk is used up",
  ENOTDIR: "a part of the path is a file, not a folder",
};

/** Makes the data folder and writes in it once. Throws an Error that says what to do where that is not possible. */
export function openDataFolder(folder: string): void {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    makeFolder(folder);
    writeFileSync(probe, "confere\n");
    rmSync(probe);
  } catch (error) {
    rmIfThere(probe);
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const reason = reasons[code];
    if (!reason) throw error;
    throw new Error(
      `The data folder ${folder} cannot be written: ${reason} (${code}).\n` +
        "Make room or rights there, or set CONFERE_DATA to a folder that can be written, and start again.",
    );
  }
}

/** One by one: Node's own recursive making says ENOENT whatever is wrong. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o711 });
}

function rmIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What could not be written cannot be removed either; the first error is the one to tell.
  }
}
