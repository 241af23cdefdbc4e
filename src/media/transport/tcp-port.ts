import { createSocket } from "node:dgram";
import { createServer, type Server, type Socket } from "node:net";
import { IntakeLimit } from "../wire/intake-limit.ts";
import { FrameReader, framed } from "../wire/packet-frames.ts";
import type { TransportAddress } from "../wire/transport.ts";

/** Who has not named a member of a call by then is sent away; so is whoever says nothing for so long later on. */
const INTRODUCTION_MS = 5000;
const IDLE_MS = 30_000;
const MAX_CONNECTIONS = 1024;
const MAX_STRANGERS = 256;
/** One browser opens one connection for each of its own addresses. */
const MAX_STRANGERS_OF_ADDRESS = 16;
const MAX_OF_MEMBER = 8;
/** About two seconds of a call: what a slow line does not take is dropped like on UDP, or delay would grow without end. */
const MAX_BACKLOG = 256 * 1024;

/**
 * The way in for browsers whose network lets no UDP through: passive ICE-TCP (RFC 6544). Each connection is carried to the
 * worker's own UDP port packet by packet, so ICE, DTLS and SRTP are the same native code on both ways. Only connections
 * whose first packet names a member who was told to come by TCP get so far.
 */
export class TcpPort {
  private readonly server: Server;
  private readonly udp: { address: string; port: number };
  /** Connections by ICE user name fragment of the members that are expected here. */
  private readonly members = new Map<string, Set<Socket>>();
  private readonly strangers = new Map<Socket, string>();

  private constructor(server: Server, address: TransportAddress) {
    this.server = server;
    const loopback = address.bind === undefined ? "127.0.0.1" : address.bind;
    this.udp = { address: loopback, port: address.port };
    server.maxConnections = MAX_CONNECTIONS;
    server.on("connection", (socket) => this.welcome(socket));
  }

  /** Listens on `port` (0 = any free one) of the address that UDP is bound to. Rejects where that port is taken. */
  static open(port: number, address: TransportAddress): Promise<TcpPort> {
    const server = createServer({ noDelay: true });
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen({ port, host: address.bind }, () => {
        server.off("error", reject);
        resolve(new TcpPort(server, address));
      });
    });
  }

  get port(): number {
    return (this.server.address() as { port: number }).port;
  }

  expect(fragment: string): void {
    this.members.set(fragment, new Set());
  }

  /** The member left: its connections end. */
  forget(fragment: string): void {
    const sockets = this.members.get(fragment);
    this.members.delete(fragment);
    for (const socket of sockets ?? []) socket.destroy();
  }

  private welcome(socket: Socket): void {
    const from = socket.remoteAddress ?? "";
    const sameAddress = [...this.strangers.values()].filter((other) => other === from).length;
    socket.on("error", () => socket.destroy()); // a lost connection says no more than that it is lost
    if (this.strangers.size >= MAX_STRANGERS || sameAddress >= MAX_STRANGERS_OF_ADDRESS) {
      socket.destroy();
      return;
    }
    this.strangers.set(socket, from);
    const deadline = setTimeout(() => socket.destroy(), INTRODUCTION_MS);
    const frames = new FrameReader();
    const introduce = (bytes: Buffer) => {
      const packets = frames.read(bytes);
      if (packets?.length === 0) return;
      const fragment = packets && wantedFragment(packets[0]!);
      const sockets = fragment === undefined ? undefined : this.members.get(fragment);
      if (!sockets || sockets.size >= MAX_OF_MEMBER) {
        socket.destroy();
        return;
      }
      clearTimeout(deadline);
      socket.off("data", introduce);
      this.strangers.delete(socket);
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      this.carry(socket, frames, packets!);
    };
    socket.on("data", introduce);
    socket.once("close", () => {
      clearTimeout(deadline);
      this.strangers.delete(socket);
    });
  }

  /** Packets of this connection to the worker's UDP port and back. */
  private carry(socket: Socket, frames: FrameReader, first: Buffer[]): void {
    const { address, port } = this.udp;
    const inner = createSocket(address.includes(":") ? "udp6" : "udp4");
    const intake = new IntakeLimit(performance.now());
    const pass = (packets: Buffer[]) => {
      for (const packet of packets)
        if (packet.length > 0 && intake.takes(packet.length, performance.now())) inner.send(packet);
    };
    socket.pause();
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    socket.once("close", () => inner.close());
    inner.on("error", () => socket.destroy()); // nobody behind the port any more: the call is over
    inner.on("message", (packet) => {
      if (socket.writableLength < MAX_BACKLOG) socket.write(framed(packet));
    });
    inner.connect(port, address, () => {
      if (socket.destroyed) return;
      pass(first);
      socket.on("data", (bytes) => {
        const packets = frames.read(bytes);
        if (packets) pass(packets);
        else socket.destroy();
      });
      socket.resume();
    });
  }
}

/** Whom a STUN binding request asks for: the part of its USERNAME before the colon (RFC 8489 §5, RFC 8445 §7.2.2). */
export function wantedFragment(packet: Buffer): string | undefined {
  if (packet.length < 20 || packet.readUInt32BE(4) !== 0x2112a442 || packet.readUInt16BE(0) !== 1) return undefined;
  for (let at = 20; at + 4 <= packet.length; ) {
    const length = packet.readUInt16BE(at + 2);
    if (packet.readUInt16BE(at) === 6) return packet.toString("utf8", at + 4, at + 4 + length).split(":")[0];
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return undefined;
}
