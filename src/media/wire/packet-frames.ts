/** Larger than any packet of a call (the browser's stay below 1500 bytes). */
const MAX_PACKET = 2048;

/** RFC 4571 §2: on a TCP connection every packet follows its length in two bytes. */
export function framed(packet: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(2 + packet.length);
  frame.writeUInt16BE(packet.length, 0);
  packet.copy(frame, 2);
  return frame;
}

/** Packets out of one connection's bytes; never keeps more than one of them. */
export class FrameReader {
  private rest: Buffer = Buffer.alloc(0);

  /** The packets that are whole now; undefined when the sender announces one that is larger than any of ours. */
  read(bytes: Buffer): Buffer[] | undefined {
    const packets: Buffer[] = [];
    let unread = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    while (unread.length >= 2) {
      const length = unread.readUInt16BE(0);
      if (length > MAX_PACKET) return undefined;
      if (unread.length < 2 + length) break;
      packets.push(unread.subarray(2, 2 + length));
      unread = unread.subarray(2 + length);
    }
    this.rest = Buffer.from(unread);
    return packets;
  }
}
