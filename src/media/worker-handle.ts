import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { workerFile } from "../platform/worker-file.ts";
import type {
  WorkerAnswer,
  WorkerCommand,
  WorkerReport,
  WorkerRequest,
  WorkerSettings,
} from "./wire/worker-messages.ts";

export type MediaLog = { warn: (details: object, text: string) => void; info: (details: object, text: string) => void };

/** The media side said no. `offer-unusable`: the browser's offer; `unavailable`: no worker answered in time. */
class MediaRefused extends Error {
  readonly reason: "offer-unusable" | "unavailable";

  constructor(reason: "offer-unusable" | "unavailable", message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * The worker's heap is 10 MB and its packets lie outside: V8 would mark it anew every second for what marking cannot free.
 * It may grow tenfold first (docs/decisions/0011).
 */
const HEAP = ["--heap-growing-percent=900"];

const ANSWER_MS = 8000;
const START_MS = 15_000;
const STOP_MS = 5000;

type Options = {
  settings: WorkerSettings;
  log: MediaLog;
  onReport: (report: WorkerReport) => void;
  onLost: () => void;
};
type Waiting = { resolve: (answer: string | undefined) => void; reject: (error: Error) => void; timer: NodeJS.Timeout };

/** One worker process; started again when it ends without being asked. */
export class WorkerHandle {
  private readonly options: Options;
  private child: ChildProcess | undefined;
  private readonly started = Promise.withResolvers<void>();
  private ready = this.started.promise;
  private stopping = false;
  private requests = 0;
  private failuresInARow = 0;
  private readonly waiting = new Map<number, Waiting>();

  constructor(options: Options) {
    this.options = options;
  }

  start(): Promise<void> {
    this.ready = this.spawn();
    this.started.resolve(this.ready);
    return this.ready;
  }

  /** Process id, for tests that kill it. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Rejects with MediaRefused. Waits for a worker that is being started again. */
  async ask(command: WorkerRequest): Promise<string | undefined> {
    await this.ready.catch(() => {
      throw new MediaRefused("unavailable", "media worker did not start");
    });
    const request = ++this.requests;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(request);
        reject(new MediaRefused("unavailable", `no answer to ${command.type}`));
      }, ANSWER_MS);
      this.waiting.set(request, { resolve, reject, timer });
      this.send({ ...command, request });
    });
  }

  send(command: WorkerCommand): void {
    if (this.child?.connected) this.child.send(command);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    this.send({ type: "stop", request: ++this.requests });
    await ended;
    clearTimeout(timer);
  }

  private spawn(): Promise<void> {
    const { settings, log } = this.options;
    const { url, execArgv } = workerFile("media/worker-main");
    const child = fork(fileURLToPath(url), [JSON.stringify(settings)], {
      execArgv: [...execArgv, ...HEAP],
      serialization: "json",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    this.child = child;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => child.kill("SIGKILL"), START_MS);
      let isReady = false;
      child.on("message", (message: WorkerAnswer | WorkerReport) => {
        if (message.type === "ready") {
          clearTimeout(timer);
          isReady = true;
          this.failuresInARow = 0;
          log.info({ pid: child.pid, port: message.port, tcpPort: message.tcpPort }, "media worker ready");
          resolve();
        } else this.receive(message);
      });
      child.once("error", reject);
      child.once("exit", (code, signal) => {
        clearTimeout(timer);
        if (!isReady) reject(new Error(`media worker ended at start (${signal ?? code})`));
        this.ended(code, signal);
      });
    });
  }

  private receive(message: Exclude<WorkerAnswer, { type: "ready" }> | WorkerReport): void {
    if (message.type !== "done" && message.type !== "failed") {
      this.options.onReport(message);
      return;
    }
    const waiting = this.waiting.get(message.request);
    if (!waiting) return;
    this.waiting.delete(message.request);
    clearTimeout(waiting.timer);
    if (message.type === "done") waiting.resolve(message.answer);
    else
      waiting.reject(
        new MediaRefused(message.reason === "offer-unusable" ? "offer-unusable" : "unavailable", message.message),
      );
  }

  private ended(code: number | null, signal: NodeJS.Signals | null): void {
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(new MediaRefused("unavailable", "media worker ended"));
    }
    this.waiting.clear();
    if (this.stopping) return;
    this.options.log.warn({ code, signal }, "media worker ended; starting it again");
    const pause = Math.min(100 * 2 ** this.failuresInARow++, 5000);
    const restarted = new Promise<void>((resolve) => setTimeout(resolve, pause)).then(() => this.spawn());
    this.ready = restarted;
    restarted.then(
      () => this.options.onLost(),
      (error: Error) => this.options.log.warn({ reason: error.message }, "media worker did not start"),
    );
  }
}
