type OpusFrame = { seq: number; timestamp: number; payload: Buffer };

/**
 * Redundant audio (RFC 2198): earlier frames ride with each packet, oldest first, the present frame last.
 * Returns undefined when the lengths do not add up.
 */
export function unpackRed(payload: Buffer, seq: number, timestamp: number): OpusFrame[] | undefined {
  const earlier: { back: number; length: number }[] = [];
  let offset = 0;
  while (offset < payload.length && payload[offset]! & 0x80) {
    if (offset + 4 > payload.length) return undefined;
    earlier.push({ back: payload.readUInt16BE(offset + 1) >> 2, length: payload.readUInt16BE(offset + 2) & 0x3ff });
    offset += 4;
  }
  offset += 1;
  if (offset + earlier.reduce((sum, block) => sum + block.length, 0) > payload.length) return undefined;
  const frames: OpusFrame[] = [];
  earlier.forEach(({ back, length }, index) => {
    if (length > 0)
      frames.push({
        seq: (seq - (earlier.length - index)) & 0xffff,
        timestamp: (timestamp - back) >>> 0,
        payload: payload.subarray(offset, offset + length),
      });
    offset += length;
  });
  frames.push({ seq, timestamp, payload: payload.subarray(offset) });
  return frames;
}
