import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { FrameReader, framed } from "../../../src/media/wire/packet-frames.ts";

/**
 * A browser's ICE-TCP (RFC 6544, RFC 4571) for a client that speaks UDP only: what it sends to `port` goes over one TCP
 * connection to the candidate of the answer.
 */
export class TcpWay {
  readonly tcp: Socket;
  private readonly udp: UdpSocket;
  private isClosed = false;

  private constructor(tcp: Socket, udp: UdpSocket) {
    this.tcp = tcp;
    this.udp = udp;
    const frames = new FrameReader();
    let client = 0;
    udp.on("message", (packet, { port }) => {
      client = port;
      tcp.write(framed(packet));
    });
    tcp.on("data", (bytes) => {
      for (const packet of frames.read(bytes) ?? []) if (client !== 0) udp.send(packet, client, "127.0.0.1");
    });
    tcp.on("error", () => tcp.destroy());
  }

  /** The answer as the client can use it, and the way it leads to. */
  static async through(answer: string, localAddress = "127.0.0.1"): Promise<{ way: TcpWay; answer: string }> {
    const [line, address, port] = /^a=candidate:1 1 TCP \d+ (\S+) (\d+) typ host tcptype passive$/m.exec(answer)!;
    const tcp = connect({ host: address!, port: Number(port), localAddress });
    await once(tcp, "connect");
    const udp = createSocket("udp4");
    await new Promise<void>((resolve) => udp.bind(0, "127.0.0.1", resolve));
    const own = `a=candidate:1 1 UDP 2122317823 127.0.0.1 ${udp.address().port} typ host`;
    return { way: new TcpWay(tcp, udp), answer: answer.replace(line!, own) };
  }

  /** Resolves when the other side has shut this connection. */
  shut(): Promise<void> {
    return new Promise((resolve) => {
      if (this.tcp.destroyed) resolve();
      else this.tcp.once("close", () => resolve());
    });
  }

  /** The line is cut; nobody is told. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.tcp.destroy();
    this.udp.close();
  }
}
