import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, type TransferListItem, Worker } from "node:worker_threads";
import { workerFile } from "../worker-file.ts";

/** The thread did not answer: it took too long, or it died (memory limit, crash in native code). */
export class ThreadFailure extends Error {
  readonly reason: "too-slow" | "died";
  constructor(reason: "too-slow" | "died", cause?: unknown) {
    super(`worker thread ${reason}`, { cause });
    this.name = "ThreadFailure";
    this.reason = reason;
  }
}

export type Limits = { milliseconds: number; heapMb: number; answersPerThread: number };
/** `cpuMilliseconds`: of the thread's own work, whatever else the machine does; `milliseconds` on the wall in any case. */
type Within = { milliseconds: number; cpuMilliseconds?: number };

export type GuardedThread<Question, Answer> = {
  ask(question: Question, transfer?: TransferListItem[], within?: Within): Promise<Answer>;
  /** Starts it before it is asked: so that nobody waits for that. */
  warm(): Promise<void>;
  isReady(): boolean;
  close(): Promise<void>;
};
type Reply<Answer> = { ready: true } | { answer: Answer };

const startLimit = 30_000;

/**
 * One thread for content from strangers, asked one thing at a time. A question that takes longer than
 * `milliseconds`, or a thread that dies, rejects with ThreadFailure and the next question gets a new thread;
 * an error inside the thread ends it as well: native code that failed once is not asked again. Started at the first question, never keeps the process alive.
 */
export function guardedThread<Question, Answer>(name: string, limits: Limits): GuardedThread<Question, Answer> {
  let worker: Worker | undefined;
  let answered = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function start(): Promise<Worker> {
    const { url, execArgv } = workerFile(name);
    const resourceLimits = { maxOldGenerationSizeMb: limits.heapMb };
    const started = new Worker(url, { execArgv, resourceLimits });
    // A thread that fails between questions must not end the process: the next question starts another.
    started.on("error", () => {});
    started.on("exit", () => {
      if (worker === started) worker = undefined;
    });
    try {
      await replyOf<Answer>(started, startLimit);
    } catch (error) {
      // No content was at work yet: the installation is broken, which no verdict may hide.
      throw new Error(`worker thread ${name} cannot start`, { cause: error });
    }
    answered = 0;
    return started;
  }

  async function drop(): Promise<void> {
    const dropped = worker;
    worker = undefined;
    await dropped?.terminate();
  }

  async function one(question: Question, transfer: TransferListItem[], within: Within): Promise<Answer> {
    if (answered >= limits.answersPerThread) await drop();
    worker ??= await start();
    const asked = worker;
    asked.ref();
    try {
      const reply = replyOf<Answer>(asked, within.milliseconds);
      asked.postMessage(question, transfer);
      const said = await (within.cpuMilliseconds === undefined
        ? reply
        : Promise.race([reply, overCpu(asked, within.cpuMilliseconds, reply)]));
      answered++;
      if (!("answer" in said)) throw new Error(`worker ${name} answered nothing`);
      return said.answer;
    } catch (error) {
      if (error instanceof ThreadFailure) await drop();
      throw error;
    } finally {
      asked.unref();
    }
  }

  return {
    ask(question, transfer = [], within = { milliseconds: limits.milliseconds }) {
      const turn = last.then(() => one(question, transfer, within));
      last = turn.catch(() => undefined);
      return turn;
    },
    warm() {
      const turn = last.then(async () => {
        worker ??= await start();
        worker.unref();
      });
      last = turn.catch(() => undefined);
      return turn;
    },
    isReady: () => worker !== undefined,
    close: drop,
  };
}

function replyOf<Answer>(worker: Worker, milliseconds: number): Promise<Reply<Answer>> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      act();
    };
    const onMessage = (reply: Reply<Answer>) => settle(() => resolve(reply));
    const onError = (error: unknown) => settle(() => reject(new ThreadFailure("died", error)));
    const onExit = () => settle(() => reject(new ThreadFailure("died")));
    const timer = setTimeout(() => settle(() => reject(new ThreadFailure("too-slow"))), milliseconds);
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
  });
}

const cpuLookMs = 100;

/** Rejects once the thread has worked for so long since now; never resolves. Looks until the question has its reply. */
async function overCpu(worker: Worker, milliseconds: number, reply: Promise<unknown>): Promise<never> {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  reply.then(end, end);
  try {
    const before = await worker.cpuUsage();
    while (!isOver) {
      await sleep(cpuLookMs, undefined, { ref: false });
      const { user, system } = await worker.cpuUsage(before);
      if (!isOver && (user + system) / 1000 > milliseconds) throw new ThreadFailure("too-slow");
    }
  } catch (error) {
    // A thread that has ended cannot say how long it worked; its reply says how it ended.
    if (error instanceof ThreadFailure) throw error;
  }
  return new Promise<never>(() => {});
}

/** The thread's side: answers each question with what `work` returns; what it throws ends the thread. */
export function answerQuestions<Question, Answer>(
  work: (question: Question) => Promise<{ answer: Answer; transfer?: TransferListItem[] }>,
): void {
  const port = parentPort!;
  port.on("message", async (question: Question) => {
    const { answer, transfer } = await work(question);
    port.postMessage({ answer }, transfer);
  });
  port.postMessage({ ready: true });
}
