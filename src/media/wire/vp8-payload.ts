type Vp8Part = { startsFrame: boolean; keyFrame: boolean; data: Buffer };

/** VP8 payload descriptor (RFC 7741 §4.2). Undefined for padding and for truncated descriptors. */
export function readVp8Part(payload: Buffer): Vp8Part | undefined {
  if (payload.length < 2) return undefined;
  let offset = 1;
  const first = payload[0]!;
  if (first & 0x80) {
    const extension = payload[1]!;
    offset = 2;
    if (extension & 0x80) offset += payload[offset]! & 0x80 ? 2 : 1;
    if (extension & 0x40) offset++;
    if (extension & 0x30) offset++;
  }
  if (offset >= payload.length) return undefined;
  const startsFrame = (first & 0x10) !== 0 && (first & 0x07) === 0;
  return { startsFrame, keyFrame: startsFrame && (payload[offset]! & 1) === 0, data: payload.subarray(offset) };
}

/** Size in a VP8 key frame's header (RFC 6386 §9.1). */
export function readVp8Size(keyFrame: Buffer): { width: number; height: number } | undefined {
  if (keyFrame.length < 10 || keyFrame.readUIntBE(3, 3) !== 0x9d012a) return undefined;
  return { width: keyFrame.readUInt16LE(6) & 0x3fff, height: keyFrame.readUInt16LE(8) & 0x3fff };
}
