import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** A program of the machine by its name, as a shell would find it on `path`; undefined where there is none. */
export function findProgram(name: string, path: string): string | undefined {
  const folders = path.split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not ours to run: the next folder may have it
  }
}
