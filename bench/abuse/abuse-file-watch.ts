import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";

// A visitor in a thread of its own: what the crowd costs its own senders must not be taken for what it costs others.

const { port, path, everyMs } = workerData as { port: number; path: string; everyMs: number };
let over = false;
parentPort!.on("message", () => (over = true));

function ask(): Promise<number> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, agent: false }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${path}: ${answer.statusCode}`));
      answer.resume().on("end", () => resolve(performance.now() - began));
    }).on("error", reject);
  });
}

const seen: number[] = [];
await ask();
parentPort!.postMessage("ready");
while (!over) {
  seen.push(await ask());
  await sleep(everyMs);
}
parentPort!.postMessage(seen);
parentPort!.close();
