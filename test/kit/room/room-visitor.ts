import WebSocket from "ws";
import type { ServerMessage } from "../../../src/contract/room-wire.ts";

/** Where a room is (`url` of the server, http), as whom one comes there, and the cookies that prove it. */
export type RoomAddress = { url: string; roomId: string; as: string; cookies: Record<string, string> };

export type RoomVisitor = Awaited<ReturnType<typeof visitRoom>>;

const WAIT_MS = 5000;

/** The signalling line of a client written from docs/room-protocol.md alone: says `greet` and keeps all it hears. */
export async function visitRoom(address: RoomAddress, greet: object = { type: "hello", version: 1 }) {
  const socket = new WebSocket(socketUrl(address), { headers: { cookie: cookieHeader(address.cookies) } });
  const heard: ServerMessage[] = [];
  let closedWith = 0;
  const listeners = new Set<() => void>();
  const wake = () => {
    for (const listener of listeners) listener();
  };
  socket.on("message", (data) => {
    heard.push(JSON.parse(String(data)) as ServerMessage);
    wake();
  });
  socket.on("close", (code) => {
    closedWith = code;
    wake();
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const send = (message: object | string) =>
    socket.send(typeof message === "string" ? message : JSON.stringify(message));
  send(greet);

  /** What `look` finds, as soon as something was heard that makes it find it. */
  function found<T>(look: () => T | undefined): Promise<T | undefined> {
    return new Promise((resolve) => {
      const settle = (value: T | undefined) => {
        listeners.delete(check);
        clearTimeout(timer);
        resolve(value);
      };
      const check = () => {
        const value = look();
        if (value !== undefined) settle(value);
      };
      const timer = setTimeout(() => settle(undefined), WAIT_MS);
      listeners.add(check);
      check();
    });
  }

  let read = 0;
  /** The next message of that type not yet waited for. */
  async function next<T extends ServerMessage["type"]>(
    type: T,
    fits: (message: Extract<ServerMessage, { type: T }>) => boolean = () => true,
  ): Promise<Extract<ServerMessage, { type: T }>> {
    const message = await found(() => {
      const index = heard.findIndex(
        (each, at) => at >= read && each.type === type && fits(each as Extract<ServerMessage, { type: T }>),
      );
      if (index < 0) return undefined;
      read = index + 1;
      return heard[index] as Extract<ServerMessage, { type: T }>;
    });
    if (!message) throw new Error(`no ${type} in ${JSON.stringify(heard.slice(read))}`);
    return message;
  }

  /** Media: the answer to an offer. Rejects with the server's code. */
  async function join(offer: string, attempt = Date.now()): Promise<string> {
    const from = heard.length;
    send({ type: "join", offer, attempt });
    const reply = await found(() =>
      heard
        .slice(from)
        .find((each) =>
          each.type === "answer" ? each.attempt === attempt : each.type === "error" && each.about === "join",
        ),
    );
    if (reply?.type !== "answer") throw new Error(`join: ${reply?.type === "error" ? reply.code : "no answer"}`);
    return reply.answer;
  }

  const closed = async () => (await found(() => closedWith || undefined)) ?? 0;
  return { send, next, join, closed, heard, socket };
}

export function socketUrl({ url, roomId, as }: Pick<RoomAddress, "url" | "roomId" | "as">): string {
  return `${url.replace(/^http/, "ws")}/api/v1/rooms/${roomId}/socket?as=${as}`;
}

export function cookieHeader(cookies: Record<string, string>): string {
  return Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");
}
