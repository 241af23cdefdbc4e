import { apiRoomSocketPath } from "../../contract/program-addresses.ts";
import type { ClientMessage, ServerMessage } from "../../contract/room-wire.ts";

const WAITS_MS = [500, 1000, 2000, 4000];
/** Close codes after which coming back by itself would be wrong: another page took the seat, or this page misbehaves. */
const FINAL = [1008, 4001];
/** What a person did: kept while the line is down and sent after the next welcome, oldest first. */
const KEPT: readonly ClientMessage["type"][] = ["consent", "step", "ask-still", "end", "leave"];
const KEPT_AT_MOST = 50;

/** The seat that a page claims; its cookie proves it. */
export type RoomSide = "applicant" | "agent" | "camera" | "interpreter";

type LinkEvents = {
  message(message: ServerMessage): void;
  state(state: "open" | "lost" | "closed"): void;
};

/** The WebSocket of a room; opens again by itself and says hello each time. */
export class RoomLink {
  private readonly url: string;
  private readonly events: LinkEvents;
  private socket: WebSocket | undefined;
  private failures = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private page = crypto.randomUUID();
  private wanted = true;
  private greeted = false;
  private kept: ClientMessage[] = [];
  /** Messages are handled one after the other, also where handling waits. */
  private readonly wake = () => this.openNow();

  constructor(roomId: string, as: RoomSide, events: LinkEvents) {
    this.url = `${location.origin.replace(/^http/, "ws")}${apiRoomSocketPath(roomId)}?as=${as}`;
    this.events = events;
    this.start();
  }

  /**
   * A person wants this page to take the seat back from another page: it says hello as a new page, and the server gives
   * it the seat.
   */
  takeBack(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.page = crypto.randomUUID();
    this.start();
  }

  private start(): void {
    // A phone that wakes or finds its network again should not wait for the next try.
    addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
    this.open();
  }

  /** False when the line is down: what a person did is kept for the next welcome, the rest is dropped. */
  send(message: ClientMessage): boolean {
    const isOpen = this.socket?.readyState === WebSocket.OPEN;
    if (isOpen && (this.greeted || message.type === "hello")) {
      this.socket!.send(JSON.stringify(message));
      return true;
    }
    if (KEPT.includes(message.type) && this.kept.length < KEPT_AT_MOST) this.kept.push(message);
    return false;
  }

  private sendKept(): void {
    for (const message of this.kept.splice(0)) this.send(message);
  }

  close(): void {
    this.wanted = false;
    clearTimeout(this.retry);
    removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    this.socket?.close();
  }

  private open(): void {
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.greeted = false;
    socket.onopen = () => {
      this.send({ type: "hello", version: 1, page: this.page });
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(String(data)) as ServerMessage;
      if (message.type === "welcome") {
        this.failures = 0;
        this.greeted = true;
        this.events.state("open");
      }
      this.events.message(message);
      if (message.type === "welcome") this.sendKept();
    };
    socket.onclose = ({ code }) => {
      if (this.socket !== socket || !this.wanted) return;
      if (FINAL.includes(code)) {
        this.close();
        this.events.state("closed");
        return;
      }
      this.events.state("lost");
      this.retry = setTimeout(() => this.open(), WAITS_MS[Math.min(this.failures++, WAITS_MS.length - 1)]);
    };
  }

  private openNow(): void {
    if (!this.wanted || document.visibilityState === "hidden" || this.socket?.readyState !== WebSocket.CLOSED) return;
    clearTimeout(this.retry);
    this.open();
  }
}
