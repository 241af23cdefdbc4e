// Starts the server again when it fell: a crash at night must not wait for a person. Bounded, with growing pauses, and said.
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** Most starts after falls within `withinMs`, and the pause before each. */
const usual = { withinMs: 600_000, pausesMs: [1_000, 2_000, 5_000, 15_000, 30_000] };

/**
 * Exit code of a server that could not start: a person has to read why. A start that follows a fall may end with it
 * too.
 */
const couldNotStart = 1;

/**
 * Runs the command until it ends by itself or is told to stop (SIGTERM, SIGINT to this process), and resolves with the
 * exit code. One that fell (any other end: an error nobody caught, a signal from outside) is started again.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 * @returns {Promise<number>}
 */
export async function keepRunning(command, args, options = {}, { withinMs, pausesMs } = usual) {
  const told = new AbortController();
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let child;
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    told.abort();
    child?.kill(signal);
  };
  process.on("SIGINT", forward);
  process.on("SIGTERM", forward);
  /** @type {number[]} Times of the last falls, oldest first. */
  let falls = [];
  try {
    while (true) {
      child = spawn(command, args, options);
      const { code, signal } = await endOf(child);
      if (told.signal.aborted || signal === "SIGTERM" || signal === "SIGINT") return code ?? 0;
      if (code === 0 || (code === couldNotStart && falls.length === 0)) return code;
      const now = Date.now();
      falls = [...falls.filter((at) => at >= now - withinMs), now];
      const pause = pausesMs[falls.length - 1];
      const how = signal ? `by ${signal}` : `with ${code}`;
      if (pause === undefined) {
        console.error(`The server ended ${how}, ${falls.length} times within ${withinMs / 60_000} minutes: giving up.`);
        return code ?? 1;
      }
      const count = `${falls.length} of ${pausesMs.length} within ${withinMs / 60_000} minutes`;
      console.error(`The server ended ${how}; starting it again in ${pause / 1000} s (${count}).`);
      await sleep(pause, undefined, { signal: told.signal }).catch(() => undefined);
      if (told.signal.aborted) return 0;
    }
  } finally {
    process.off("SIGINT", forward);
    process.off("SIGTERM", forward);
  }
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
function endOf(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
}
