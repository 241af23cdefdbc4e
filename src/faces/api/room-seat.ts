import type { WebSocket } from "@fastify/websocket";
import type { RoomMember, ServerMessage } from "../../contract/room-wire.ts";
import { Failure } from "../../platform/failures/failure.ts";
import { asSeen } from "../../platform/typed-text.ts";
import type { Seat } from "../../rooms/live/seat.ts";
import { RoomsFailure } from "../../rooms/rooms-failures.ts";
import type { RoomVisitor } from "../../rooms/sitting/join-media.ts";
import { allowed, clientMessage, type ReadMessage } from "./room-messages.ts";

const windowMs = 10_000;
const maxMessages = 60;
const maxOffences = 3;
const pingMs = 20_000;

type SeatEvents = {
  message(message: ReadMessage): Promise<void>;
  closed(): void;
  failed(error: unknown): void;
};

/** One connected page: reads, limits and orders what it sends (docs/room-protocol.md §1). */
export class RoomSeat implements Seat {
  readonly visitor: RoomVisitor;
  private readonly socket: WebSocket;
  private readonly events: SeatEvents;
  private readonly ping: NodeJS.Timeout;
  private sentAt: number[] = [];
  private offences = 0;
  private answered = true;
  private queue: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, visitor: RoomVisitor, events: SeatEvents) {
    this.socket = socket;
    this.visitor = visitor;
    this.events = events;
    socket.on("message", (data: Buffer) => this.receive(data.toString()));
    socket.on("pong", () => (this.answered = true));
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      clearInterval(this.ping);
      events.closed();
    });
    this.ping = setInterval(() => this.keepAlive(), pingMs);
  }

  get member(): RoomMember {
    return this.visitor.member;
  }

  send(message: ServerMessage): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message));
  }

  refuse(failure: Failure, about?: string): void {
    const { code, title, advice } = failure;
    this.send({ type: "error", code, title, advice, ...(about ? { about } : {}) });
  }

  close(code = 1000): void {
    this.socket.close(code);
  }

  private receive(text: string): void {
    const now = Date.now();
    this.sentAt = [...this.sentAt.filter((at) => now - at < windowMs), now];
    if (this.sentAt.length > maxMessages) {
      this.refuse(new RoomsFailure("room-flood"));
      this.close(1008);
      return;
    }
    const message = read(text);
    if (!message) {
      this.offend(new RoomsFailure("room-message-invalid"));
      return;
    }
    if (!allowed[this.member].includes(message.type)) {
      this.offend(new Failure("not-allowed"), message.type);
      return;
    }
    // One after the other: a candidate must not overtake the joining that it belongs to.
    this.queue = this.queue.then(() => this.handle(message));
  }

  private async handle(message: ReadMessage): Promise<void> {
    try {
      await this.events.message(message);
    } catch (error) {
      if (error instanceof Failure) this.refuse(error, message.type);
      else {
        this.events.failed(error);
        this.close(1011);
      }
    }
  }

  private offend(failure: Failure, about?: string): void {
    this.refuse(failure, about);
    if (++this.offences >= maxOffences) this.close(1008);
  }

  private keepAlive(): void {
    if (!this.answered) {
      this.socket.terminate();
      return;
    }
    this.answered = false;
    this.socket.ping();
  }
}

function read(text: string): ReadMessage | undefined {
  try {
    return clientMessage.safeParse(asSeen(JSON.parse(text))).data;
  } catch {
    return undefined; // JSON.parse has no other way to say that it is not JSON
  }
}
