import { openSync, writeSync } from "node:fs";

const standardOutput = 1;
/** What is kept while nothing can be written; what comes after that is only counted. */
const mostHeld = 262_144;
const againAfterMs = 1_000;

/**
 * Where log lines go: appended to `file`, else standard output. Never throws once it is open: lines that cannot be
 * written (a full disk, a reader that went away) wait, the first 256 kB of them, and are written when it is possible
 * again, with how many were lost. Throws what the file system says where the file cannot be opened.
 */
export function logDestination(file?: string): { write(line: string): void } {
  const descriptor = file === undefined ? standardOutput : openSync(file, "a", 0o600);
  let held: Buffer = Buffer.alloc(0);
  let lost = 0;
  let again: NodeJS.Timeout | undefined;

  const drain = () => {
    clearTimeout(again);
    try {
      while (held.length > 0) held = held.subarray(writeSync(descriptor, held));
      if (lost === 0) return;
      held = Buffer.from(lostLine(lost));
      lost = 0;
      drain();
    } catch {
      // There is nowhere to say so: the line that counts the lost ones does, once there is.
      again = setTimeout(drain, againAfterMs).unref();
    }
  };

  return {
    write(line) {
      const bytes = Buffer.from(line);
      if (held.length + bytes.length > mostHeld) lost++;
      else held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      drain();
    },
  };
}

const lostLine = (lost: number) =>
  `${JSON.stringify({ level: "warn", time: new Date().toISOString(), lost, msg: "log lines were lost: the log could not be written" })}\n`;
