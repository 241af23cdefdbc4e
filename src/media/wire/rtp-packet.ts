export type Kind = "audio" | "video";

/** One RTP header (RFC 3550 §5.1) with the place of its payload in the packet. */
export type RtpHeader = {
  payloadType: number;
  marker: boolean;
  seq: number;
  timestamp: number;
  ssrc: number;
  payload: Buffer;
};

/** Media of one packet, free of the wire: what is forwarded and recorded. `at` = wall clock ms of arrival. */
export type MediaPacket = { seq: number; timestamp: number; marker: boolean; payload: Buffer; at: number };

/** Anybody can send to the port: a packet whose lengths do not add up is undefined, never an exception. */
export function readRtp(packet: Buffer): RtpHeader | undefined {
  if (packet.length < 12 || packet[0]! >> 6 !== 2) return undefined;
  let start = 12 + (packet[0]! & 15) * 4;
  if (packet[0]! & 0x10) {
    if (start + 4 > packet.length) return undefined;
    start += 4 + packet.readUInt16BE(start + 2) * 4;
  }
  const padding = packet[0]! & 0x20 ? packet[packet.length - 1]! : 0;
  const end = packet.length - padding;
  if (start > end) return undefined;
  return {
    payloadType: packet[1]! & 127,
    marker: packet[1]! > 127,
    seq: packet.readUInt16BE(2),
    timestamp: packet.readUInt32BE(4),
    ssrc: packet.readUInt32BE(8),
    payload: packet.subarray(start, end),
  };
}

/** RFC 5761 §4: payload types 192–223 of the second byte are RTCP. */
export function isRtcp(packet: Buffer): boolean {
  return packet.length >= 8 && packet[1]! >= 192 && packet[1]! <= 223;
}

const EXTENSION = 8;

/** Bytes of the packet that `writeRtp` builds. */
export function rtpLength(payload: Buffer, absSendTimeId: number | undefined): number {
  return 12 + (absSendTimeId === undefined ? 0 : EXTENSION) + payload.length;
}

/**
 * Builds an RTP packet, in `packet` where memory of that length is given; with `absSendTimeId` it carries the abs-send-time extension, without which the
 * receiving browser cannot estimate the line and sends no REMB.
 */
export function writeRtp(
  header: { payloadType: number; marker: boolean; seq: number; timestamp: number; ssrc: number },
  payload: Buffer,
  absSendTimeId: number | undefined,
  nowMs: number,
  packet: Buffer = Buffer.allocUnsafe(rtpLength(payload, absSendTimeId)),
): Buffer {
  const extension = absSendTimeId === undefined ? 0 : EXTENSION;
  packet[0] = extension ? 0x90 : 0x80;
  packet[1] = (header.marker ? 0x80 : 0) | header.payloadType;
  packet.writeUInt16BE(header.seq, 2);
  packet.writeUInt32BE(header.timestamp, 4);
  packet.writeUInt32BE(header.ssrc, 8);
  if (absSendTimeId !== undefined) {
    packet.writeUInt16BE(0xbede, 12); // RFC 8285 §4.2 one-byte form
    packet.writeUInt16BE(1, 14);
    packet[16] = (absSendTimeId << 4) | 2;
    packet.writeUIntBE(Math.floor(((nowMs / 1000) % 64) * 262144) & 0xffffff, 17, 3);
  }
  payload.copy(packet, 12 + extension);
  return packet;
}

/** Signed distance from `from` to `to` on the 16-bit circle. */
export function seqDistance(from: number, to: number): number {
  return ((to - from + 0x8000) & 0xffff) - 0x8000;
}
