import { randomBytes } from "node:crypto";

/** What a client of the room sends: the nth VP8 frame (30 a second) and the nth Opus frame (20 ms each). */
export type MediaSource = {
  /** `wantsKey`: somebody asked for a key frame; a source that replays a file has them where they lie. */
  picture(n: number, wantsKey: boolean): Buffer;
  sound(n: number): Buffer;
};

/** Noise with the headers of VP8 (640x480) at that rate: costs nothing to make, and no decoder takes it. */
export function noiseSource(kbps = 700): MediaSource {
  const usual = Math.round((kbps * 125) / 30);
  const noise = randomBytes(30_000 + usual * 6);
  return {
    picture(n, wantsKey) {
      const key = wantsKey || n % 300 === 0;
      const size = usual * (key ? 6 : 1);
      const at = (n * 37) % 20_000;
      const frame = Buffer.from(noise.subarray(at, at + size));
      if (key) Buffer.from([0x10, 0, 0, 0x9d, 0x01, 0x2a, 640 & 255, 640 >> 8, 480 & 255, 480 >> 8]).copy(frame);
      else frame[0] = 0x11;
      return frame;
    },
    sound: (n) => noise.subarray(n % 30_000, (n % 30_000) + 80),
  };
}

/** Encoded files in a loop: IVF with VP8 and Ogg with Opus, both of `seconds`, the picture beginning with a key frame. */
export function replaySource({ ivf, ogg, seconds }: { ivf: Buffer; ogg: Buffer; seconds: number }): MediaSource {
  const pictures = readIvf(ivf).slice(0, seconds * 30);
  const sounds = readOpus(ogg).slice(0, seconds * 50);
  if (pictures.length < seconds * 30 || sounds.length < seconds * 50)
    throw new Error(`the source holds ${pictures.length} frames and ${sounds.length} sounds`);
  return { picture: (n) => pictures[n % pictures.length]!, sound: (n) => sounds[n % sounds.length]! };
}

/** Frames of an IVF file: a header of 32 bytes, then length (4), time (8) and data of each. */
function readIvf(file: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 32; at + 12 <= file.length; ) {
    const length = file.readUInt32LE(at);
    frames.push(file.subarray(at + 12, at + 12 + length));
    at += 12 + length;
  }
  return frames;
}

/** Packets of an Ogg file (RFC 3533 §6) without the two headers of Opus (RFC 7845 §3). */
function readOpus(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  let parts: Buffer[] = [];
  for (let page = 0; page + 27 <= file.length; ) {
    const segments = file[page + 26]!;
    let at = page + 27 + segments;
    for (let n = 0; n < segments; n++) {
      const length = file[page + 27 + n]!;
      parts.push(file.subarray(at, at + length));
      at += length;
      if (length === 255) continue;
      packets.push(Buffer.concat(parts));
      parts = [];
    }
    page = at;
  }
  return packets.slice(2);
}
