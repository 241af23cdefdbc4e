import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";

/** What the load generator is told; each is answered once, in order. */
export type LoadCommand =
  /** Both sides of each call come in: signalling, lobby and admission, then media. `loss` 0–1, on all that is sent and received. */
  | { type: "enter"; calls: LoadCall[]; loss?: number }
  /** A Janus of the load generator's own, in a network of its own; `calls` rooms with two publishers each, recorded. */
  | { type: "enter-janus"; calls: number; folder: string }
  | { type: "start" }
  | { type: "stats" }
  /** Ends the sending and answers with the figures once everything under way has arrived. */
  | { type: "stop" }
  | { type: "leave" };

export type LoadCall = { url: string; roomId: string; cookies: Record<string, string> };

/** One side of a call since its start. Frames are counted by their last packet. */
export type ClientFigures = {
  call: number;
  as: string;
  sent: { frames: number; sounds: number };
  received: { frames: number; sounds: number; frozenMs: number };
};

export type LoadAnswer = { figures?: ClientFigures[]; janusPid?: number; error?: string };

/** The files the load generator replays. */
export type LoadSource = { ivf: string; ogg: string; seconds: number };

/** Clients of the room in a process of their own, so that what they cost is nobody else's figure. */
export class RoomLoad {
  private readonly child: ChildProcess;
  private answered: (answer: LoadAnswer) => void = () => {};

  /** `ownNetwork`: in a network namespace with one address, where a Janus may be started. */
  constructor(source: LoadSource, { ownNetwork = false } = {}) {
    const tsx = createRequire(import.meta.url).resolve("tsx");
    const args = ["--import", tsx, join(import.meta.dirname, "./room-load-main.ts"), JSON.stringify(source)];
    const [command, before] = ownNetwork ? ["unshare", ["-rn", process.execPath]] : [process.execPath, []];
    this.child = spawn(command, [...before, ...args], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    this.child.on("message", (answer: LoadAnswer) => this.answered(answer));
    this.child.once("exit", (code) => this.answered({ error: `the load generator ended (${code})` }));
  }

  async ask(command: LoadCommand): Promise<LoadAnswer> {
    this.child.send(command);
    const reply = await new Promise<LoadAnswer>((resolve) => (this.answered = resolve));
    if (reply.error !== undefined) throw new Error(`${command.type}: ${reply.error}`);
    return reply;
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.disconnect();
    await ended;
  }
}
