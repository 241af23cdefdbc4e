/** One block of a compound RTCP packet (RFC 3550 §6.1); `format` is the count or the feedback message type. */
export type RtcpBlock = { type: number; format: number; bytes: Buffer };

export type ReceptionReport = {
  ssrc: number;
  fractionLost: number;
  cumulativeLost: number;
  highestSeq: number;
  jitter: number;
  lastSenderReport: number;
  delaySinceSenderReport: number;
};

type SenderReport = { ssrc: number; ntpMs: number; ntpMiddle: number; timestamp: number };

const SECONDS_1900_TO_1970 = 2208988800;

export function splitRtcp(packet: Buffer): RtcpBlock[] {
  const blocks: RtcpBlock[] = [];
  let offset = 0;
  while (offset + 4 <= packet.length) {
    const length = (packet.readUInt16BE(offset + 2) + 1) * 4;
    if (offset + length > packet.length) break;
    const bytes = packet.subarray(offset, offset + length);
    blocks.push({ type: bytes[1]!, format: bytes[0]! & 31, bytes });
    offset += length;
  }
  return blocks;
}

export function readSenderReport({ type, bytes }: RtcpBlock): SenderReport | undefined {
  if (type !== 200 || bytes.length < 28) return undefined;
  const ntpMs = (bytes.readUInt32BE(8) - SECONDS_1900_TO_1970) * 1000 + bytes.readUInt32BE(12) / 4294967.296;
  return { ssrc: bytes.readUInt32BE(4), ntpMs, ntpMiddle: bytes.readUInt32BE(10), timestamp: bytes.readUInt32BE(16) };
}

/** The sender's report for another receiver: same clock pair, our source and our timestamps. */
export function rewriteSenderReport(block: RtcpBlock, ssrc: number, timestampShift: number): Buffer {
  const bytes = Buffer.from(block.bytes.subarray(0, 28));
  bytes[0] = 0x80;
  bytes.writeUInt16BE(6, 2);
  bytes.writeUInt32BE(ssrc, 4);
  bytes.writeUInt32BE((bytes.readUInt32BE(16) + timestampShift) >>> 0, 16);
  return bytes;
}

/** RFC 4585 §6.2.1; empty for any other block. */
export function readNack({ type, format, bytes }: RtcpBlock): number[] {
  const seqs: number[] = [];
  if (type !== 205 || format !== 1) return seqs;
  for (let offset = 12; offset + 4 <= bytes.length; offset += 4) {
    const first = bytes.readUInt16BE(offset);
    const mask = bytes.readUInt16BE(offset + 2);
    seqs.push(first);
    for (let bit = 0; bit < 16; bit++) if (mask & (1 << bit)) seqs.push((first + bit + 1) & 0xffff);
  }
  return seqs;
}

/** PLI (RFC 4585 §6.3.1) or FIR (RFC 5104 §4.3.1). */
export function asksKeyFrame({ type, format }: RtcpBlock): boolean {
  return type === 206 && (format === 1 || format === 4);
}

/** REMB (draft-alvestrand-rmcat-remb-03 §2.2) in bit/s. */
export function readRemb({ type, format, bytes }: RtcpBlock): number | undefined {
  if (type !== 206 || format !== 15 || bytes.length < 20 || bytes.toString("latin1", 12, 16) !== "REMB")
    return undefined;
  return (((bytes[17]! & 3) << 16) | (bytes[18]! << 8) | bytes[19]!) * 2 ** (bytes[17]! >> 2);
}

export function writePli(from: number, media: number): Buffer {
  return feedback(206, 1, from, media, Buffer.alloc(0));
}

export function writeNack(from: number, media: number, seqs: number[]): Buffer {
  const items: { seq: number; mask: number }[] = [];
  for (const seq of seqs) {
    const last = items.at(-1);
    const distance = last ? (seq - last.seq) & 0xffff : 0;
    if (last && distance >= 1 && distance <= 16) last.mask |= 1 << (distance - 1);
    else items.push({ seq, mask: 0 });
  }
  const body = Buffer.alloc(items.length * 4);
  items.forEach(({ seq, mask }, index) => {
    body.writeUInt16BE(seq, index * 4);
    body.writeUInt16BE(mask, index * 4 + 2);
  });
  return feedback(205, 1, from, media, body);
}

export function writeRemb(from: number, bitsPerSecond: number, media: number): Buffer {
  let mantissa = Math.round(bitsPerSecond);
  let exponent = 0;
  while (mantissa > 0x3ffff) {
    mantissa = Math.floor(mantissa / 2);
    exponent++;
  }
  const body = Buffer.alloc(12);
  body.write("REMB", 0, "latin1");
  body[4] = 1;
  body[5] = (exponent << 2) | (mantissa >> 16);
  body[6] = (mantissa >> 8) & 255;
  body[7] = mantissa & 255;
  body.writeUInt32BE(media, 8);
  return feedback(206, 15, from, 0, body);
}

export function writeReceiverReport(from: number, reports: ReceptionReport[]): Buffer {
  const bytes = Buffer.alloc(8 + 24 * reports.length);
  bytes[0] = 0x80 | reports.length;
  bytes[1] = 201;
  bytes.writeUInt16BE(bytes.length / 4 - 1, 2);
  bytes.writeUInt32BE(from, 4);
  reports.forEach((report, index) => {
    const offset = 8 + 24 * index;
    bytes.writeUInt32BE(report.ssrc, offset);
    bytes[offset + 4] = report.fractionLost;
    bytes.writeUIntBE(Math.max(0, report.cumulativeLost) & 0x7fffff, offset + 5, 3);
    bytes.writeUInt32BE(report.highestSeq >>> 0, offset + 8);
    bytes.writeUInt32BE(report.jitter >>> 0, offset + 12);
    bytes.writeUInt32BE(report.lastSenderReport >>> 0, offset + 16);
    bytes.writeUInt32BE(report.delaySinceSenderReport >>> 0, offset + 20);
  });
  return bytes;
}

function feedback(type: number, format: number, from: number, media: number, body: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head[0] = 0x80 | format;
  head[1] = type;
  head.writeUInt16BE((12 + body.length) / 4 - 1, 2);
  head.writeUInt32BE(from, 4);
  head.writeUInt32BE(media, 8);
  return Buffer.concat([head, body]);
}
