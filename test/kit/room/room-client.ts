import { randomInt } from "node:crypto";
import { Audio, PeerConnection, type RtcConfig, type Track, Video } from "node-datachannel";
import { asksKeyFrame, readNack, splitRtcp } from "../../../src/media/wire/rtcp-packet.ts";
import { isRtcp, writeRtp } from "../../../src/media/wire/rtp-packet.ts";
import { type MediaSource, noiseSource } from "./media-source.ts";

export type Join = (offer: string) => Promise<string>;
export type ClientSettings = {
  /** Of everything sent and received this share is thrown away, as a bad line does (0–1). */
  loss?: number;
  /** What is sent; noise where nothing is said. */
  source?: MediaSource;
  /** Adjusts the offer before it is sent, for tests of bad ones. */
  forge?: (offer: string) => string;
  rtc?: Partial<RtcConfig>;
};

const OPUS = 111;
const RED = 63;
const VP8 = 96;
const RTX = 97;
const FRAME_MS = 1000 / 30;
const PACKET = 1100;
/** A picture that stands still for longer is frozen to whoever looks at it. */
const FROZEN_MS = 500;
const random = () => randomInt(1, 0xffffffff);

/** A browser's part of a call, written from docs/room-protocol.md: VP8 640x480@30 with RTX, Opus with RED, no browser. */
export class RoomClient {
  readonly received = { packets: 0, bytes: 0, frames: 0, sounds: 0, repeatsAsked: 0, frozenMs: 0, lastFrameAt: 0 };
  readonly sent = { packets: 0, frames: 0, sounds: 0 };
  state = "new";
  private readonly connection: PeerConnection;
  private readonly settings: ClientSettings;
  private readonly tracks: Record<"audio" | "video", Track>;
  private readonly ssrc = { audio: random(), video: random(), rtx: random() };
  private readonly seq = { audio: randomInt(65536), video: randomInt(65536), rtx: 0 };
  private readonly base = { audio: random(), video: random() };
  private readonly cache = new Map<number, Buffer>();
  private readonly source: MediaSource;
  private keyWanted = true;
  private redundant = false;
  private earlier: Buffer | undefined;
  private startedAt: number | undefined;
  private reportedAt = 0;

  constructor(name: string, settings: ClientSettings = {}) {
    this.settings = settings;
    this.source = settings.source ?? noiseSource();
    const config: RtcConfig = {
      iceServers: [],
      bindAddress: "127.0.0.1",
      disableAutoNegotiation: true,
      forceMediaTransport: true,
      ...settings.rtc,
    };
    if (config.bindAddress === "") delete config.bindAddress;
    this.connection = new PeerConnection(name, config);
    this.connection.onStateChange((state) => (this.state = state));
    const audio = new Audio("0", "SendRecv");
    audio.addAudioCodec(RED, "red/48000/2", `${OPUS}/${OPUS}`);
    audio.addOpusCodec(OPUS);
    audio.addSSRC(this.ssrc.audio, "client", "client", "audio");
    const video = new Video("1", "SendRecv");
    video.addVP8Codec(VP8);
    video.addRTXCodec(RTX, VP8, 90000);
    video.addSSRC(this.ssrc.video, "client", "client", "video");
    video.addSSRC(this.ssrc.rtx, "client", "client", "video");
    this.tracks = { audio: this.connection.addTrack(audio), video: this.connection.addTrack(video) };
    for (const kind of ["audio", "video"] as const)
      this.tracks[kind].onMessage((bytes) => this.isLost() || this.receive(kind, bytes));
  }

  /** Offers, takes the answer and waits until media may flow; rejects after `withinMs`. */
  async join(join: Join, withinMs = 10_000): Promise<void> {
    const offer = await new Promise<string>((resolve) => {
      this.connection.onGatheringStateChange((state) => {
        if (state === "complete") resolve(this.connection.localDescription()!.sdp);
      });
      this.connection.setLocalDescription("offer");
    });
    const forge = this.settings.forge ?? ((same: string) => same);
    const answer = await join(withoutCandidates(forge(offer)));
    this.redundant = /^a=rtpmap:\d+ red\/48000/im.test(answer);
    this.connection.setRemoteDescription(answer, "answer");
    for (const deadline = Date.now() + withinMs; this.state !== "connected"; ) {
      if (Date.now() > deadline) throw new Error(`not connected within ${withinMs} ms: ${this.state}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Sends what is due at `now` (ms, any clock that runs evenly). Call every 5 ms or so. */
  tick(now: number): void {
    this.startedAt ??= now;
    const elapsed = now - this.startedAt;
    while (this.sent.sounds * 20 <= elapsed) this.sendAudio();
    while (this.sent.frames * FRAME_MS <= elapsed) this.sendFrame();
    if (now - this.reportedAt >= 1000) {
      this.reportedAt = now;
      for (const kind of ["audio", "video"] as const) this.sendReport(kind, elapsed);
    }
  }

  /** Any bytes on a track, as an abuser would. */
  sendRaw(kind: "audio" | "video", bytes: Buffer): void {
    if (this.tracks[kind].isOpen()) this.tracks[kind].sendMessageBinary(bytes);
  }

  get videoSsrc(): number {
    return this.ssrc.video;
  }

  close(): void {
    this.connection.close();
  }

  private sendAudio(): void {
    const frame = this.source.sound(this.sent.sounds);
    const timestamp = (this.base.audio + this.sent.sounds * 960) >>> 0;
    this.seq.audio = (this.seq.audio + 1) & 0xffff;
    const payloadType = this.redundant ? RED : OPUS;
    const header = { payloadType, marker: false, seq: this.seq.audio, timestamp, ssrc: this.ssrc.audio };
    this.send("audio", writeRtp(header, this.redundant ? this.withEarlier(frame) : frame, undefined, 0));
    this.earlier = frame;
    this.sent.sounds++;
  }

  /** RFC 2198 §3: one earlier frame of 20 ms, then the present one. */
  private withEarlier(frame: Buffer): Buffer {
    const head = this.earlier ? Buffer.alloc(5) : Buffer.alloc(1);
    if (this.earlier) {
      head[0] = 0x80 | OPUS;
      head[1] = (960 >> 6) & 0xff;
      head[2] = ((960 & 0x3f) << 2) | (this.earlier.length >> 8);
      head[3] = this.earlier.length & 0xff;
    }
    head[head.length - 1] = OPUS;
    return Buffer.concat([head, this.earlier ?? Buffer.alloc(0), frame]);
  }

  private sendFrame(): void {
    const frame = this.source.picture(this.sent.frames, this.keyWanted);
    this.keyWanted = false;
    const timestamp = (this.base.video + this.sent.frames * 3000) >>> 0;
    for (let offset = 0; offset < frame.length; offset += PACKET) {
      const marker = offset + PACKET >= frame.length;
      this.seq.video = (this.seq.video + 1) & 0xffff;
      const header = { payloadType: VP8, marker, seq: this.seq.video, timestamp, ssrc: this.ssrc.video };
      const payload = Buffer.concat([Buffer.of(offset === 0 ? 0x10 : 0), frame.subarray(offset, offset + PACKET)]);
      const packet = writeRtp(header, payload, undefined, 0);
      this.cache.set(this.seq.video, packet);
      // Half a minute: a line that stalls may lose what it held back first.
      if (this.cache.size > 4096) this.cache.delete(this.cache.keys().next().value!);
      this.send("video", packet);
    }
    this.sent.frames++;
  }

  private sendReport(kind: "audio" | "video", elapsed: number): void {
    const bytes = Buffer.alloc(28);
    bytes.writeUInt16BE(0x80c8, 0);
    bytes.writeUInt16BE(6, 2);
    bytes.writeUInt32BE(this.ssrc[kind], 4);
    const seconds = Date.now() / 1000 + 2208988800;
    bytes.writeUInt32BE(Math.floor(seconds) >>> 0, 8);
    bytes.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32) >>> 0, 12);
    bytes.writeUInt32BE((this.base[kind] + Math.round(elapsed * (kind === "audio" ? 48 : 90))) >>> 0, 16);
    this.sendRaw(kind, bytes);
  }

  private send(kind: "audio" | "video", bytes: Buffer): void {
    this.sent.packets++;
    if (!this.isLost()) this.sendRaw(kind, bytes);
  }

  private receive(kind: "audio" | "video", bytes: Buffer): void {
    if (isRtcp(bytes)) {
      for (const block of splitRtcp(bytes)) {
        if (asksKeyFrame(block)) this.keyWanted = true;
        for (const seq of readNack(block)) this.repeat(seq);
      }
      return;
    }
    this.received.packets++;
    this.received.bytes += bytes.length;
    if (kind === "audio") this.received.sounds++;
    else if (bytes[1]! & 0x80) this.noteFrame(performance.now());
  }

  private noteFrame(now: number): void {
    const { received } = this;
    received.frames++;
    const still = now - received.lastFrameAt;
    if (received.lastFrameAt > 0 && still > FROZEN_MS) received.frozenMs += still;
    received.lastFrameAt = now;
  }

  /** RFC 4588 §4: the packet again on the repair stream, its own number first. */
  private repeat(seq: number): void {
    const kept = this.cache.get(seq);
    this.received.repeatsAsked++;
    if (!kept) return;
    const number = Buffer.alloc(2);
    number.writeUInt16BE(seq);
    this.seq.rtx = (this.seq.rtx + 1) & 0xffff;
    const header = {
      payloadType: RTX,
      marker: (kept[1]! & 0x80) !== 0,
      seq: this.seq.rtx,
      timestamp: kept.readUInt32BE(4),
      ssrc: this.ssrc.rtx,
    };
    this.send("video", writeRtp(header, Buffer.concat([number, kept.subarray(12)]), undefined, 0));
  }

  private isLost(): boolean {
    return this.settings.loss !== undefined && Math.random() < this.settings.loss;
  }
}

/**
 * libdatachannel gives the answer to ICE before it keeps it: were the server already knocking here, DTLS could ask for
 * the fingerprint in between and end the connection. A server that knows no address waits for our first check.
 */
function withoutCandidates(offer: string): string {
  return offer.replaceAll(/^a=(?:candidate:.*|end-of-candidates)\r?\n/gm, "");
}

/** Lets clients send for `ms`; they must have joined. */
export async function talk(clients: RoomClient[], ms: number): Promise<void> {
  const timer = setInterval(() => {
    const now = performance.now();
    for (const client of clients) client.tick(now);
  }, 5);
  await new Promise((resolve) => setTimeout(resolve, ms));
  clearInterval(timer);
}
