import { once } from "node:events";
import { type RequestOptions, request } from "node:http";
import { Worker } from "node:worker_threads";
import { type Figure, median, weigh } from "../measure.ts";

const people = 300;
const crowds = 5;
/** Strangers on as many addresses of the loopback as a small crowd has. */
const addresses = 60;
const everyMs = 25;

type Answer = { status: number; ms: number; body: string };

function ask(port: number, options: RequestOptions, body?: string): Promise<Answer> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, agent: false, ...options }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece: string) => (text += piece));
      answer.on("end", () => resolve({ status: answer.statusCode!, ms: performance.now() - began, body: text }));
    });
    sent.on("error", reject).end(body);
  });
}

/** How long a file takes, asked for again and again by somebody else, while `act` goes on. */
async function watchFile(port: number, path: string, act: () => Promise<void>): Promise<number[]> {
  const watch = new Worker(new URL("./abuse-file-watch.ts", import.meta.url), { workerData: { port, path, everyMs } });
  await once(watch, "message");
  await act();
  watch.postMessage("over");
  const [seen] = (await once(watch, "message")) as [number[]];
  return seen;
}

/** The slowest static file, asked for again and again while 300 people sign in at once, against 100 ms; and how long they wait. */
export async function* signIns(port: number): AsyncGenerator<Figure> {
  const page = await ask(port, { path: "/desk/entrar" });
  const path = /\/_\/[\w.-]+\.(?:css|js)/.exec(page.body)![0];
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  let answers: Answer[] = [];
  let round = 0;
  const crowd = async () => {
    round++;
    answers = await Promise.all(
      Array.from({ length: people }, (_, n) => {
        const form = new URLSearchParams({ email: `pessoa-${round}-${n}@ar.example`, password: "uma senha qualquer" });
        const localAddress = `127.0.1.${1 + (n % addresses)}`;
        return ask(port, { method: "POST", path: "/desk/entrar", headers, localAddress }, form.toString());
      }),
    );
  };
  // One round that does not count, as in every bench: in it the server compiles code that it has not run before.
  await crowd();
  const files: number[] = [];
  const waits: number[] = [];
  for (let counted = 0; counted < crowds; counted++) {
    files.push(Math.max(...(await watchFile(port, path, crowd))));
    waits.push(Math.max(...answers.map(({ ms }) => ms)));
    const wrong = answers.filter(({ status }) => ![422, 429, 503].includes(status));
    if (wrong.length > 0) throw new Error(`sign-ins answered ${wrong.map(({ status }) => status)}`);
  }
  const name = "a static file while 300 people sign in at once, the slowest (median of five crowds)";
  yield weigh(name, "ms", median(files), 100, { atMost: 1 });
  yield weigh("the last of the 300 has an answer", "ms", median(waits), 10_000, { atMost: 1 });
}
