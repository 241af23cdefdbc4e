/** Append-only WebM (Matroska, RFC 9559) for one VP8 and one Opus track: header, clusters that stand alone, cues. */
export const VIDEO_TRACK = 1;
export const AUDIO_TRACK = 2;

export type Frame = { track: number; time: number; key: boolean; data: Buffer };
export type VideoSize = { width: number; height: number };

const SEGMENT_ID = "18538067";
const UNKNOWN_SIZE = Buffer.from("01ffffffffffffff", "hex");
const EPOCH_2001 = Date.UTC(2001, 0, 1);

/** `durationMs` only in the finalised copy; a growing file has none. */
export function webmHeader(size: VideoSize, startedAt: Date, durationMs?: number): Buffer {
  const ebml = element(
    "1a45dfa3",
    element("4286", unsigned(1)),
    element("42f7", unsigned(1)),
    element("42f2", unsigned(4)),
    element("42f3", unsigned(8)),
    element("4282", Buffer.from("webm")),
    element("4287", unsigned(4)),
    element("4285", unsigned(2)),
  );
  const date = Buffer.alloc(8);
  date.writeBigInt64BE(BigInt(startedAt.getTime() - EPOCH_2001) * 1_000_000n);
  const info = element(
    "1549a966",
    element("2ad7b1", unsigned(1_000_000)),
    element("4d80", Buffer.from("confere")),
    element("5741", Buffer.from("confere")),
    element("4461", date),
    ...(durationMs === undefined ? [] : [element("4489", float(durationMs))]),
  );
  return Buffer.concat([
    ebml,
    Buffer.from(SEGMENT_ID, "hex"),
    UNKNOWN_SIZE,
    info,
    element("1654ae6b", video(size), audio()),
  ]);
}

/** Bytes from the start of the file to the first byte inside the Segment: cue positions count from there. */
export function segmentDataOffset(header: Buffer): number {
  return header.indexOf(Buffer.from(SEGMENT_ID, "hex")) + 4 + UNKNOWN_SIZE.length;
}

/** Size written in a header made by `webmHeader`. */
export function readVideoSize(header: Buffer): VideoSize {
  const at = header.indexOf(Buffer.from("e0", "hex"), header.indexOf(Buffer.from("565f565038", "hex")));
  const widthLength = header[at + 3]! & 0x7f;
  const heightAt = at + 4 + widthLength;
  return {
    width: header.readUIntBE(at + 4, widthLength),
    height: header.readUIntBE(heightAt + 2, header[heightAt + 1]! & 0x7f),
  };
}

/** When the recording began (time 0 of its time line), from a header made by `webmHeader`. */
export function readStartedAt(header: Buffer): Date {
  const at = header.indexOf(Buffer.from("446188", "hex"));
  return new Date(EPOCH_2001 + Number(header.readBigInt64BE(at + 3) / 1_000_000n));
}

/** One cluster; frames in time order, all within 32 s of the first. */
export function webmCluster(frames: Frame[]): Buffer {
  const start = Math.floor(frames[0]!.time);
  const startElement = element("e7", unsigned(start));
  const sizes = frames.map(({ data }) => size(4 + data.length));
  const blocks = frames.reduce((sum, { data }, n) => sum + 1 + sizes[n]!.length + 4 + data.length, 0);
  const head = Buffer.concat([Buffer.from("1f43b675", "hex"), size(startElement.length + blocks), startElement]);
  const cluster = Buffer.allocUnsafe(head.length + blocks);
  let at = head.copy(cluster);
  frames.forEach(({ track, time, key, data }, n) => {
    cluster[at] = 0xa3;
    at += 1 + sizes[n]!.copy(cluster, at + 1);
    cluster[at] = 0x80 | track;
    cluster.writeInt16BE(Math.round(time - start), at + 1);
    cluster[at + 3] = key ? 0x80 : 0;
    at += 4 + data.copy(cluster, at + 4);
  });
  return cluster;
}

export function webmCues(points: { time: number; position: number }[]): Buffer {
  const entries = points.map(({ time, position }) =>
    element(
      "bb",
      element("b3", unsigned(time)),
      element("b7", element("f7", unsigned(VIDEO_TRACK)), element("f1", unsigned(position, 8))),
    ),
  );
  return element("1c53bb6b", ...entries);
}

function video({ width, height }: VideoSize): Buffer {
  return element(
    "ae",
    ...trackBasics(VIDEO_TRACK, 1, "V_VP8"),
    element("e0", element("b0", unsigned(width)), element("ba", unsigned(height)), colour()),
  );
}

/**
 * VP8 of a browser is BT.601 with limited range (RFC 6386 §9.2), whatever its size. Said in the file, because a player
 * that is left to guess takes BT.709 from 720 lines on, and shows faces and documents in other colours than the call.
 */
function colour(): Buffer {
  const [smpte170m, limited] = [6, 1];
  return element(
    "55b0",
    element("55b1", unsigned(smpte170m)),
    element("55b9", unsigned(limited)),
    element("55ba", unsigned(smpte170m)),
    element("55bb", unsigned(smpte170m)),
  );
}

function audio(): Buffer {
  const opusHead = Buffer.alloc(19); // RFC 7845 §5.1
  opusHead.write("OpusHead", 0, "latin1");
  opusHead[8] = 1;
  opusHead[9] = 2;
  opusHead.writeUInt16LE(312, 10);
  opusHead.writeUInt32LE(48000, 12);
  return element(
    "ae",
    ...trackBasics(AUDIO_TRACK, 2, "A_OPUS"),
    element("56aa", unsigned(6_500_000)),
    element("56bb", unsigned(80_000_000)),
    element("63a2", opusHead),
    element("e1", element("b5", float(48000)), element("9f", unsigned(2))),
  );
}

function trackBasics(number: number, type: number, codec: string): Buffer[] {
  return [
    element("d7", unsigned(number)),
    element("73c5", unsigned(number)),
    element("9c", unsigned(0)),
    element("83", unsigned(type)),
    element("86", Buffer.from(codec)),
  ];
}

function element(id: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(id, "hex"), size(body.length), body]);
}

function size(value: number): Buffer {
  if (value < 0x7f) return Buffer.from([0x80 | value]);
  if (value < 0x3fff) return Buffer.from([0x40 | (value >> 8), value & 255]);
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value) | (1n << 56n));
  return bytes;
}

function unsigned(value: number, length?: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(Math.floor(value)));
  let start = 8 - (length ?? 1);
  if (length === undefined) while (start > 0 && bytes.subarray(0, start).some((byte) => byte !== 0)) start--;
  return bytes.subarray(start);
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}
