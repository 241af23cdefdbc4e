import { IntakeLimit } from "../wire/intake-limit.ts";
import { unpackRed } from "../wire/opus-red.ts";
import { RateControl } from "../wire/rate-control.ts";
import {
  asksKeyFrame,
  type RtcpBlock,
  readNack,
  readRemb,
  readSenderReport,
  rewriteSenderReport,
  splitRtcp,
  writeNack,
  writePli,
  writeReceiverReport,
  writeRemb,
} from "../wire/rtcp-packet.ts";
import { isRtcp, type Kind, type MediaPacket, type RtpHeader, readRtp } from "../wire/rtp-packet.ts";
import type { OfferedLane } from "../wire/session-offer.ts";
import type { Transport, Wire } from "../wire/transport.ts";
import { ReceiveStream } from "./receive-stream.ts";
import { SendStream } from "./send-stream.ts";

const MAX_BITRATE = 2_000_000;
const CLOCK = { audio: 48, video: 90 };
/** How often a stream with holes is looked at; one without costs no timer. */
const REPEAT_LOOK_MS = 10;

/** What a member's connection tells its room. `lane` counts the other people this member sees. */
export type PeerEvents = {
  /** Live media; `red` is the packet as sent when the sender uses redundancy. */
  media: (kind: Kind, packet: MediaPacket, red: Buffer | undefined) => void;
  /** The track's media comes from another source from now on: other sequence numbers, other stamps. */
  newSource: (kind: Kind) => void;
  /** An earlier sound frame that rode along: for the recording only, the live stream has it already. */
  redundant: (packet: MediaPacket) => void;
  senderReport: (kind: Kind, ntpMs: number, block: RtcpBlock, timestamp: number) => void;
  /** Once a second: fraction of the picture's packets lost (0–1) and jitter in ms. */
  reception: (lost: number, jitterMs: number) => void;
  keyFrameWanted: (lane: number) => void;
  viewerLimit: (bitsPerSecond: number) => void;
};

type Outlet = { wire: Wire; stream: SendStream; payloadType: number; red: number | undefined };

/** One member's connection from RTP upwards: repeats, redundancy, rates, key frames. */
export class Peer {
  private readonly transport: Transport;
  private readonly events: PeerEvents;
  private readonly lanes: { audio: Outlet | undefined; video: Outlet | undefined }[];
  private readonly rtx: number | undefined;
  private readonly streams: Partial<Record<Kind, ReceiveStream>> = {};
  private readonly rate = new RateControl(MAX_BITRATE);
  private readonly intake = new IntakeLimit(performance.now());
  private readonly reports: NodeJS.Timeout;
  /** Runs while something is missing. */
  private repeats: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(offered: OfferedLane[], transport: Transport, events: PeerEvents) {
    this.events = events;
    this.transport = transport;
    this.rtx = offered[0]?.video?.rtx;
    this.lanes = offered.map(({ audio, video, receives }, lane) => ({
      audio: audio && {
        ...this.outlet("audio", (receive) => transport.audio(audio, lane, receives, receive), lane, audio),
        payloadType: audio.opus,
        red: audio.red,
      },
      video: video && {
        ...this.outlet("video", (receive) => transport.video(video, lane, receives, receive), lane, video),
        payloadType: video.vp8,
        red: undefined,
      },
    }));
    this.reports = setInterval(() => this.report(), 1000);
  }

  /** Our answer with every candidate in it. Rejects with OfferUnusable. */
  answer(): Promise<string> {
    return this.transport.answer();
  }

  addCandidate(candidate: string, mid: string): boolean {
    return this.transport.addCandidate(candidate, mid);
  }

  /** `source` changes whenever the person behind the lane joins anew. */
  forward(lane: number, kind: Kind, packet: MediaPacket, red: Buffer | undefined, source: number): void {
    const outlet = this.lanes[lane]?.[kind];
    if (!outlet) return;
    const redundant = red !== undefined && outlet.red !== undefined;
    const payloadType = redundant ? outlet.red! : outlet.payloadType;
    const payload = redundant ? red : packet.payload;
    outlet.wire.send(outlet.stream.write(packet, payloadType, source, performance.now(), payload));
  }

  forwardSenderReport(lane: number, kind: Kind, block: RtcpBlock): void {
    const outlet = this.lanes[lane]?.[kind];
    outlet?.wire.send(rewriteSenderReport(block, outlet.stream.ssrc, outlet.stream.timestampShift));
  }

  requestKeyFrame(): void {
    const outlet = this.lanes[0]?.video;
    const stream = this.streams.video;
    if (outlet && stream) outlet.wire.send(writePli(outlet.stream.ssrc, stream.ssrc));
  }

  setViewerLimit(viewer: string, bitsPerSecond: number): void {
    this.rate.setViewerLimit(viewer, bitsPerSecond);
  }

  forgetViewer(viewer: string): void {
    this.rate.forgetViewer(viewer);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.reports);
    clearInterval(this.repeats);
    this.transport.close();
  }

  private outlet(
    kind: Kind,
    open: (receive: (bytes: Buffer) => void) => Wire,
    lane: number,
    offered: { red?: number | undefined; absSendTime?: number | undefined },
  ): { wire: Wire; stream: SendStream } {
    const wire = open((bytes) => this.receive(kind, lane, bytes, offered.red));
    return { wire, stream: new SendStream(wire.ssrc, CLOCK[kind], offered.absSendTime) };
  }

  private receive(kind: Kind, lane: number, bytes: Buffer, red: number | undefined): void {
    const now = performance.now();
    if (this.closed || !this.intake.takes(bytes.length, now)) return;
    if (isRtcp(bytes)) {
      for (const block of splitRtcp(bytes)) this.receiveRtcp(kind, lane, block);
      return;
    }
    const rtp = lane === 0 ? readRtp(bytes) : undefined;
    if (!rtp) return;
    const { seq, timestamp, marker, payload, ssrc } = rtp;
    const at = Date.now();
    if (kind === "video" && rtp.payloadType === this.rtx) {
      const stream = this.streams.video;
      if (!stream || payload.length < 3) return; // padding, or a repeat before the first packet
      const original = payload.readUInt16BE(0); // RFC 4588 §4: the original number comes first
      stream.push(original, timestamp, now);
      this.events.media("video", { seq: original, timestamp, marker, payload: payload.subarray(2), at }, undefined);
      return;
    }
    let stream = this.streams[kind];
    if (stream?.ssrc !== ssrc) {
      if (stream) this.events.newSource(kind);
      stream = this.streams[kind] = new ReceiveStream(ssrc, CLOCK[kind]);
    }
    const isBack = stream.push(seq, timestamp, now);
    if (kind === "video" && isBack) this.requestKeyFrame();
    if (kind === "video" && stream.misses) this.repeats ??= setInterval(() => this.askForRepeats(), REPEAT_LOOK_MS);
    if (kind === "audio" && rtp.payloadType === red) this.receiveRed(rtp, at);
    else this.events.media(kind, { seq, timestamp, marker, payload, at }, undefined);
  }

  private receiveRed({ seq, timestamp, marker, payload: red }: RtpHeader, at: number): void {
    const frames = unpackRed(red, seq, timestamp);
    const present = frames?.pop();
    if (!frames || !present) return;
    for (const earlier of frames)
      this.events.redundant({
        seq: earlier.seq,
        timestamp: earlier.timestamp,
        marker: false,
        payload: earlier.payload,
        at,
      });
    this.events.media("audio", { seq, timestamp, marker, payload: present.payload, at }, red);
  }

  private receiveRtcp(trackKind: Kind, lane: number, block: RtcpBlock): void {
    const report = readSenderReport(block);
    if (report) {
      // A compound packet arrives on one track and may report the other.
      const kind: Kind = report.ssrc === this.streams.video?.ssrc ? "video" : "audio";
      const stream = this.streams[kind];
      if (stream?.ssrc !== report.ssrc) return;
      stream.noteSenderReport(report.ntpMiddle, performance.now());
      this.events.senderReport(kind, report.ntpMs, block, report.timestamp);
    } else if (asksKeyFrame(block)) this.events.keyFrameWanted(lane);
    else {
      const limit = readRemb(block);
      if (limit !== undefined && limit > 0) this.events.viewerLimit(limit);
      const outlet = this.lanes[lane]?.[trackKind];
      for (const seq of readNack(block)) {
        const kept = outlet?.stream.again(seq);
        if (kept) outlet!.wire.send(kept);
      }
    }
  }

  private askForRepeats(): void {
    const outlet = this.lanes[0]?.video;
    const stream = this.streams.video;
    const due = outlet && stream ? stream.dueForRepeat(performance.now()) : [];
    if (due.length > 0) outlet!.wire.send(writeNack(outlet!.stream.ssrc, stream!.ssrc, due));
    if (stream?.misses) return;
    clearInterval(this.repeats);
    this.repeats = undefined;
  }

  private report(): void {
    const now = performance.now();
    for (const kind of ["audio", "video"] as const) {
      const outlet = this.lanes[0]?.[kind];
      const stream = this.streams[kind];
      if (!outlet || !stream) continue;
      const report = stream.report(now);
      outlet.wire.send(writeReceiverReport(outlet.stream.ssrc, [report]));
      if (kind === "audio") continue;
      const lost = report.fractionLost / 256;
      this.events.reception(lost, report.jitter / CLOCK.video);
      outlet.wire.send(writeRemb(outlet.stream.ssrc, this.rate.next(lost), stream.ssrc));
    }
  }
}
