import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";

/**
 * A line between one browser and the media worker that loses packets, whatever they carry, on the way up and on the way
 * down; without root and without a kernel that can. The browser is told the line's port instead of the worker's, and the
 * worker is told no address of the browser at all, so that nothing goes round it.
 */
export class BadLine {
  /** Share of the packets lost on each way, 0–1. */
  loss: number;
  private readonly near: Socket;
  private far: Socket;
  private browser: { address: string; port: number } | undefined;
  private workerPort = 0;
  /** While true nothing passes. */
  isCut = false;
  /** What waits while the line stalls, oldest first. */
  private held: (() => void)[] | undefined;

  private constructor(loss: number, near: Socket, far: Socket) {
    this.loss = loss;
    this.near = near;
    this.far = far;
    near.on("message", (bytes, { address, port }) => {
      this.browser = { address, port };
      if (this.passes() && this.workerPort > 0) this.carry(() => this.far.send(bytes, this.workerPort, "127.0.0.1"));
    });
    this.hear(far);
  }

  static async open(loss: number): Promise<BadLine> {
    return new BadLine(loss, await openSocket(), await openSocket());
  }

  /** Joins through the line: `join` takes the offer and gives the worker's answer. */
  async join(offer: string, join: (offer: string) => Promise<string>): Promise<string> {
    const answer = await join(offer.replace(/^a=candidate:.*\r?\n/gm, ""));
    const port = this.near.address().port;
    return answer.replace(/^(a=candidate:\S+ \d+ UDP \d+ 127\.0\.0\.1 )(\d+)/gim, (_, head: string, worker: string) => {
      this.workerPort = Number(worker);
      return `${head}${port}`;
    });
  }

  /** Nothing passes for `ms`, both ways, then everything does, in its order: what a phone's network does. */
  async stall(ms: number): Promise<void> {
    this.held = [];
    await new Promise((resolve) => setTimeout(resolve, ms));
    // As quick as a good line, not as a loop: a socket's own memory would overflow.
    while (this.held.length > 0) {
      for (const send of this.held.splice(0, 5)) send();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    this.held = undefined;
  }

  /** Another network behind the same call: the worker hears an address it does not know, and the known one is gone. */
  async move(): Promise<void> {
    const left = this.far;
    this.far = await openSocket();
    this.hear(this.far);
    left.close();
  }

  close(): void {
    this.near.close();
    this.far.close();
  }

  private hear(far: Socket): void {
    far.on("message", (bytes) => {
      const to = this.browser;
      if (this.passes() && to) this.carry(() => this.near.send(bytes, to.port, to.address));
    });
  }

  private carry(send: () => void): void {
    if (this.held) this.held.push(send);
    else send();
  }

  private passes(): boolean {
    return !this.isCut && Math.random() >= this.loss;
  }
}

async function openSocket(): Promise<Socket> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return socket;
}
