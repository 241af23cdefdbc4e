import { readFileSync } from "node:fs";

/** A small text file that a setting names; an Error that names the setting where it cannot be read. */
export function operatorFile(setting: string, path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch (error) {
    throw new Error(`${setting}: ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}
