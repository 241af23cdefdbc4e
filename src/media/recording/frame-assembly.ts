import type { MediaPacket } from "../wire/rtp-packet.ts";
import { readVp8Part } from "../wire/vp8-payload.ts";

export type VideoFrame = { timestamp: number; arrivedAt: number; key: boolean; data: Buffer };

/**
 * Puts VP8 frames together from packets in order. After a hole nothing is given out until the next key frame:
 * a recording may freeze, it must never show a smeared picture.
 */
export class FrameAssembly {
  private readonly out: (frame: VideoFrame) => void;
  private readonly needKeyFrame: () => void;
  private parts: Buffer[] = [];
  private key = false;
  private timestamp = 0;
  private broken = true;

  constructor(out: (frame: VideoFrame) => void, needKeyFrame: () => void) {
    this.out = out;
    this.needKeyFrame = needKeyFrame;
  }

  push(packet: MediaPacket | undefined): void {
    if (!packet) {
      this.breakOff();
      return;
    }
    const part = readVp8Part(packet.payload);
    if (!part) return;
    if (part.startsFrame) {
      this.parts = [];
      this.key = part.keyFrame;
      this.timestamp = packet.timestamp;
    } else if (this.parts.length === 0) {
      if (!this.broken) this.breakOff();
      return;
    }
    this.parts.push(part.data);
    if (!packet.marker) return;
    const data = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    this.parts = [];
    if (this.key) this.broken = false;
    if (this.broken) this.needKeyFrame();
    else this.out({ timestamp: this.timestamp, arrivedAt: packet.at, key: this.key, data });
  }

  private breakOff(): void {
    this.broken = true;
    this.parts = [];
    this.needKeyFrame();
  }
}
