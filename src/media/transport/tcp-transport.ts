import { type OfferedAudio, type OfferedVideo, OfferUnusable } from "../wire/session-offer.ts";
import type { Transport, TransportAddress, Wire } from "../wire/transport.ts";
import type { TcpPort } from "./tcp-port.ts";
import { UdpTransport } from "./udp-transport.ts";

/**
 * WebRTC for a member whose network lets no UDP through: the browser is told of the worker's TCP port only. The library
 * speaks no ICE-TCP, so it is reached over the worker's own UDP port by way of TcpPort (docs/decisions/0013-ice-tcp.md).
 */
export class TcpTransport implements Transport {
  private readonly inner: UdpTransport;
  private readonly door: TcpPort;
  private readonly announced: string;
  private fragment: string | undefined;

  constructor(
    name: string,
    offer: string,
    address: TransportAddress & { announce: string },
    door: TcpPort,
    state: (state: string) => void,
  ) {
    this.door = door;
    this.announced = address.announce;
    // The browser's candidates would be tried over UDP, in vain.
    const withoutCandidates = offer.replaceAll(/^a=candidate:.*\r?\n/gm, "");
    this.inner = new UdpTransport(name, withoutCandidates, { ...address, announce: undefined }, state);
  }

  audio(offered: OfferedAudio, lane: number, receives: boolean, receive: (bytes: Buffer) => void): Wire {
    return this.inner.audio(offered, lane, receives, receive);
  }

  video(offered: OfferedVideo, lane: number, receives: boolean, receive: (bytes: Buffer) => void): Wire {
    return this.inner.video(offered, lane, receives, receive);
  }

  async answer(): Promise<string> {
    const sdp = await this.inner.answer();
    const fragment = /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];
    if (fragment === undefined) throw new OfferUnusable("answer without a user name");
    this.fragment = fragment;
    this.door.expect(fragment);
    return this.byTcp(sdp);
  }

  /** The browser connects to us, so its own address does not matter. */
  addCandidate(): boolean {
    return true;
  }

  close(): void {
    if (this.fragment !== undefined) this.door.forget(this.fragment);
    this.inner.close();
  }

  /** One passive TCP candidate (RFC 6544 §4.5) in place of the first of the others. */
  private byTcp(sdp: string): string {
    const candidate = `a=candidate:1 1 TCP 1015021823 ${this.announced} ${this.door.port} typ host tcptype passive`;
    const lines = sdp.split("\r\n");
    const isCandidate = (line: string) => line.startsWith("a=candidate:");
    const first = lines.findIndex(isCandidate);
    if (first === -1) throw new OfferUnusable("answer without a candidate");
    lines[first] = candidate;
    return lines.filter((line, index) => index === first || !isCandidate(line)).join("\r\n");
  }
}
