import type { Kind, MediaPacket } from "../wire/rtp-packet.ts";
import { readVp8Size } from "../wire/vp8-payload.ts";
import { FrameAssembly } from "./frame-assembly.ts";
import { MemberTime } from "./member-time.ts";
import { type QualityLine, QualitySeries } from "./quality-series.ts";
import { ReorderBuffer } from "./reorder-buffer.ts";
import type { SegmentFile } from "./segment-file.ts";
import { AUDIO_TRACK, type Frame, VIDEO_TRACK, type VideoSize, webmCluster, webmHeader } from "./webm.ts";

const WAIT_FOR_REPEATS_MS = 1500;
/**
 * Together with the wait below this bounds what a killed worker can cost: a little over a second, on a busy machine
 * too.
 */
const CLUSTER_MS = 900;
/** How long a frame may wait for the other track's frames of the same instant; with the cluster, what a kill can cost. */
const INTERLEAVE_MS = 150;
const STALLED_MS = 1000;
/** How often holes, stalls and sync are looked at; a cluster is cut by the frame that completes it. */
const LOOK_MS = 200;
/** Sender reports (for lip sync) are waited for this long; a recording that starts late is worse than a small shift. */
const WAIT_FOR_SYNC_MS = 1000;
const WAIT_FOR_PICTURE_MS = 2500;
/** Whoever seeks an instant of the film decodes from the key frame before it: a second of work at most, with 720 lines. */
const KEY_FRAME_MS = 8000;
const ASK_KEY_AGAIN_MS = 2000;
const UNKNOWN_SIZE: VideoSize = { width: 640, height: 480 };

type RecorderEvents = {
  chunk: (segment: SegmentFile, at: number) => void;
  failed: (segment: SegmentFile, error: Error) => void;
  needKeyFrame: () => void;
};

/** Records one member (VP8 + Opus as sent, nothing transcoded) into one segment. Times are wall clock ms. */
export class Recorder {
  private readonly segment: SegmentFile;
  private readonly events: RecorderEvents;
  readonly startedAt: number;
  private readonly quality: QualitySeries;
  private readonly time: MemberTime;
  private orders: Record<Kind, ReorderBuffer>;
  private pending: Frame[] = [];
  private oldest = Number.POSITIVE_INFINITY;
  private newest = Number.NEGATIVE_INFINITY;
  private keptAt = 0;
  private started = false;
  private firstAt: number | undefined;
  private arrivedAt = 0;
  private size: VideoSize | undefined;
  private pictureAt = 0;
  private keyAt = 0;
  private keyAskedAt = 0;
  private readonly lastTime = new Map<number, number>();
  private readonly timer: NodeJS.Timeout;
  private state: "recording" | "failed" | "closed" = "recording";

  constructor(segment: SegmentFile, events: RecorderEvents, startedAt: number) {
    this.segment = segment;
    this.events = events;
    this.startedAt = startedAt;
    this.quality = new QualitySeries(startedAt);
    this.time = new MemberTime(startedAt);
    this.orders = { audio: this.newAudio(), video: this.newVideo() };
    this.timer = setInterval(() => this.tick(Date.now()), LOOK_MS);
  }

  push(kind: Kind, packet: MediaPacket): void {
    if (this.state !== "recording") return;
    this.firstAt ??= packet.at;
    this.arrivedAt = Math.max(this.arrivedAt, packet.at);
    this.quality.notePacket(kind, packet.payload.length);
    this.orders[kind].push(packet);
  }

  noteSenderReport(kind: Kind, ntpMs: number, timestamp: number): void {
    this.time.noteSenderReport(kind, ntpMs, timestamp);
  }

  noteReception(lost: number, jitterMs: number): void {
    this.quality.noteReception(lost, jitterMs);
  }

  /**
   * The member joined again, or one of its tracks has another source: new sequence numbers and stamps on the same time
   * line. Without a kind it is both tracks.
   */
  newSource(kind?: Kind): void {
    for (const each of kind ? [kind] : (["audio", "video"] as const)) {
      this.orders[each].drain(Date.now(), true);
      this.orders[each] = each === "audio" ? this.newAudio() : this.newVideo();
    }
    this.time.newSource(kind);
  }

  close(): void {
    if (this.state === "closed") return;
    clearInterval(this.timer);
    if (this.state === "recording") {
      this.drain(Date.now(), true);
      this.cut(Number.POSITIVE_INFINITY);
      this.writeQuality(this.quality.take(Date.now()));
    }
    this.state = "closed";
    try {
      this.segment.close();
    } catch (error) {
      this.events.failed(this.segment, error as Error);
    }
  }

  writes(segment: SegmentFile): boolean {
    return this.segment === segment;
  }

  private newAudio(): ReorderBuffer {
    return new ReorderBuffer(WAIT_FOR_REPEATS_MS, (packet) => {
      if (!packet) this.quality.noteHoles(1);
      if (!packet || packet.payload.length === 0) return;
      const time = this.time.time("audio", packet.timestamp, packet.at);
      this.keep({ track: AUDIO_TRACK, time, key: true, data: packet.payload });
    });
  }

  private newVideo(): ReorderBuffer {
    const frames = new FrameAssembly(
      ({ timestamp, arrivedAt, key, data }) => {
        const size = key ? readVp8Size(data) : undefined;
        this.size ??= size;
        this.pictureAt = arrivedAt;
        if (key) this.keyAt = arrivedAt;
        this.quality.noteFrame(key, size);
        this.keep({ track: VIDEO_TRACK, time: this.time.time("video", timestamp, arrivedAt), key, data });
      },
      () => this.events.needKeyFrame(),
    );
    return new ReorderBuffer(WAIT_FOR_REPEATS_MS, (packet) => {
      if (!packet) this.quality.noteHoles(1);
      frames.push(packet);
    });
  }

  private keep(frame: Frame): void {
    const last = this.lastTime.get(frame.track) ?? -1;
    frame.time = Math.max(0, frame.time <= last ? last + 0.5 : frame.time);
    this.lastTime.set(frame.track, frame.time);
    this.pending.push(frame);
    this.oldest = Math.min(this.oldest, frame.time);
    this.newest = Math.max(this.newest, frame.time);
    this.keptAt = Date.now();
    if (this.started) this.cutWhatIsDue();
  }

  private tick(now: number): void {
    if (this.state !== "recording") return;
    // A repeat is waited for only while the line delivers: a line that stands still brings no repeat either.
    this.drain(Math.min(now, this.arrivedAt + LOOK_MS), false);
    this.writeQuality(this.quality.due(now));
    this.askForKey(now);
    this.synchronise();
    if (this.pending.length === 0) return;
    if (!this.started && !this.start(now)) return;
    this.cutWhatIsDue();
    if (this.pending.length > 0 && now - this.keptAt > STALLED_MS) this.cut(Number.POSITIVE_INFINITY);
  }

  /** An encoder on a good line sends its first key frame and no other. */
  private askForKey(now: number): void {
    const flows = now - this.pictureAt < STALLED_MS;
    if (!flows || now - this.keyAt < KEY_FRAME_MS || now - this.keyAskedAt < ASK_KEY_AGAIN_MS) return;
    this.keyAskedAt = now;
    this.events.needKeyFrame();
  }

  private cutWhatIsDue(): void {
    while (this.state === "recording" && this.newest - INTERLEAVE_MS - this.oldest >= CLUSTER_MS)
      this.cut(this.oldest + CLUSTER_MS);
  }

  private writeQuality(line: QualityLine | undefined): void {
    if (!line || this.segment.chunks === 0) return;
    try {
      this.segment.appendQuality(line);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private drain(now: number, flush: boolean): void {
    this.orders.audio.drain(now, flush);
    this.orders.video.drain(now, flush);
  }

  private synchronise(): void {
    const moved = this.time.synchronise(this.segment.chunks > 0);
    if (!moved) return;
    const track = moved.kind === "video" ? VIDEO_TRACK : AUDIO_TRACK;
    for (const frame of this.pending) if (frame.track === track) frame.time = Math.max(0, frame.time + moved.ms);
    this.sortPending();
  }

  private sortPending(): void {
    this.pending.sort((a, b) => a.time - b.time);
    this.oldest = this.pending[0]?.time ?? Number.POSITIVE_INFINITY;
    this.newest = this.pending.at(-1)?.time ?? Number.NEGATIVE_INFINITY;
  }

  private start(now: number): boolean {
    const age = now - (this.firstAt ?? now);
    const hasPicture = this.size !== undefined && (this.time.isSynced || age > WAIT_FOR_SYNC_MS);
    if (!hasPicture && age <= WAIT_FOR_PICTURE_MS) return false;
    this.started = true;
    const back = this.time.settle(this.oldest);
    for (const frame of this.pending) frame.time += back;
    this.sortPending();
    return true;
  }

  /** Writes every pending frame before `until`, a second to a cluster. */
  private cut(until: number): void {
    this.sortPending();
    while (this.state === "recording" && this.oldest < until)
      this.cutCluster(Math.min(until, this.oldest + CLUSTER_MS));
  }

  private cutCluster(until: number): void {
    const count = this.pending.findIndex((frame) => frame.time >= until);
    const frames = this.pending.splice(0, count < 0 ? this.pending.length : count);
    this.oldest = this.pending[0]?.time ?? Number.POSITIVE_INFINITY;
    if (this.pending.length === 0) this.newest = Number.NEGATIVE_INFINITY;
    try {
      const at = Date.now();
      if (this.segment.chunks === 0)
        this.segment.append(webmHeader(this.size ?? UNKNOWN_SIZE, new Date(this.startedAt)), { from: 0, until: 0 }, at);
      this.segment.append(webmCluster(frames), spanOf(frames), at);
      this.events.chunk(this.segment, at);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private fail(error: Error): void {
    this.state = "failed";
    this.events.failed(this.segment, error);
  }
}

function spanOf(frames: Frame[]): { from: number; until: number; key?: number } {
  const key = frames.find((frame) => frame.track === VIDEO_TRACK && frame.key);
  return {
    from: Math.floor(frames[0]!.time),
    until: Math.ceil(frames.at(-1)!.time),
    ...(key && { key: Math.round(key.time) }),
  };
}
