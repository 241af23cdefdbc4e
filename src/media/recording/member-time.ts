import type { Kind } from "../wire/rtp-packet.ts";
import { RecentDelay } from "./recent-delay.ts";
import { TrackClock } from "./track-clock.ts";

/** Stamps that run back this far, or this far ahead of what can have been captured by now, are no stamps of the same clock. */
const JUMP_MS = 1000;
/** Both tracks share one line. One that is this much later than the other was not held up: its stamps stood still. */
const STOOD_STILL_MS = 4000;
/** Sender reports that differ by more, twice, tell of stamps that stood still for less than that. */
const STEP_MS = 500;
/** Reports further apart than this come from clocks that do not belong together: the arrival times are left alone. */
const FOREIGN_MS = 1000;
const REPORTS_KEPT = 5;
/** So much at once is no hole, however the frames lie; of what is written already no more is moved. */
const UNSEEN_MS = 30;
/** A smaller difference is only the jitter of the reports. */
const IN_SYNC_MS = 8;
const SYNC_STEP_MS = 5;
/** The sender's clock against ours is looked at this often, and followed by at most 0.5 ms a second. */
const DRIFT_EVERY_MS = 15_000;
const DRIFT_STEP_MS = 7.5;
const DRIFT_FREE_MS = 10;

type Track = { clock: TrackClock; delay: RecentDelay };

/**
 * The time line of one member's recording: what the sender's stamps say, never when packets came. A line that stalls and
 * then delivers leaves no hole. Only stamps that break (another source, a jump against the order of the packets) are
 * anchored anew, by their arrival and by how late the other track's packets are then, so that both stay together.
 */
export class MemberTime {
  private readonly startedAt: number;
  private readonly tracks: Record<Kind, Track> = {
    audio: { clock: new TrackClock(48), delay: new RecentDelay() },
    video: { clock: new TrackClock(90), delay: new RecentDelay() },
  };
  /** The track that the next pair of reports moves at once; afterwards they are only followed. */
  private unsynced: Kind | undefined = "video";
  private hasReports = false;
  /** The sender's reports of both tracks were of one clock once. */
  private isKin = false;
  /** By how much the reports put the picture after the sound, newest last, and how much of that was followed. */
  private apart: number[] = [];
  private followed = 0;
  private origins: Record<Kind, number> = { audio: 0, video: 0 };
  private stepSeen: number | undefined;
  private drift: { since: number; least: number } | undefined;
  private least = Number.POSITIVE_INFINITY;

  /** `startedAt` = wall clock ms of the file's time 0. */
  constructor(startedAt: number) {
    this.startedAt = startedAt;
  }

  /** Place of a packet in the file (ms). Packets of one track come in the order of their sequence numbers. */
  time(kind: Kind, stamp: number, arrivedAt: number): number {
    const { clock, delay } = this.tracks[kind];
    const arrival = arrivedAt - this.startedAt;
    let time = clock.timeOf(stamp);
    const fault = time === undefined ? undefined : this.faultOf(kind, time, arrivedAt);
    if (fault) {
      if (fault === "stood-still") delay.forget();
      this.newSource(kind);
      time = undefined;
    }
    // A packet is about as late as the one before it, of this track or of the other.
    time ??= arrival - (delay.newestAt(arrivedAt) ?? this.tracks[other(kind)].delay.newestAt(arrivedAt) ?? 0);
    clock.anchor(stamp, time);
    delay.note(arrival - time, arrivedAt);
    this.least = Math.min(this.least, arrival - time);
    this.followServer(arrival - time, arrivedAt);
    return time;
  }

  /** Without a kind both tracks begin anew: the member joined again. */
  newSource(kind?: Kind): void {
    for (const each of kind ? [kind] : (["audio", "video"] as const)) {
      this.tracks[each].clock.restart();
      if (!kind) this.tracks[each].delay.forget();
    }
    this.unsynced = kind ?? "video";
    this.forgetReports();
  }

  noteSenderReport(kind: Kind, ntpMs: number, stamp: number): void {
    this.tracks[kind].clock.noteSenderReport(ntpMs, stamp);
    this.hasReports = true;
  }

  get isSynced(): boolean {
    return this.unsynced === undefined;
  }

  /**
   * Lip sync by the sender reports of both tracks (RFC 3550 §6.4.1). The first pair moves a whole track: its frames that are
   * not written yet go with it; where some are (`isWritten`), it goes in unseen steps. Later ones are followed in small steps, for a sound card keeps its own time.
   */
  synchronise(isWritten: boolean): { kind: Kind; ms: number } | undefined {
    const audio = this.tracks.audio.clock.senderOrigin();
    const video = this.tracks.video.clock.senderOrigin();
    if (!this.hasReports || audio === undefined || video === undefined) return undefined;
    this.hasReports = false;
    const apart = video - audio;
    if (this.unsynced === undefined) {
      this.follow(apart, { audio, video });
      return undefined;
    }
    if (!this.isKin && Math.abs(apart) >= FOREIGN_MS) return undefined;
    const kind = this.unsynced;
    const whole = kind === "video" ? apart : -apart;
    const ms = isWritten && Math.abs(whole) < STEP_MS ? within(UNSEEN_MS, whole) : whole;
    this.move(kind, ms);
    if (ms === whole) this.unsynced = undefined;
    this.isKin = true;
    return { kind, ms };
  }

  /**
   * The first packets may have been held up more than those after them, which then seem to come before they were made. Before
   * anything is written all may be moved to where the quickest belongs: by so much, at most `room` ms back.
   */
  settle(room: number): number {
    const ms = Math.max(Math.min(0, this.least), -room);
    if (ms < 0) for (const { clock } of Object.values(this.tracks)) clock.shift(ms);
    return ms;
  }

  private faultOf(kind: Kind, time: number, arrivedAt: number): "jumped" | "stood-still" | undefined {
    const { clock, delay } = this.tracks[kind];
    const late = arrivedAt - this.startedAt - time;
    const before = delay.newest ?? late;
    if (time < clock.newest! - JUMP_MS) return "jumped";
    if (late < -JUMP_MS && late < before - JUMP_MS) return "jumped";
    const others = this.tracks[other(kind)].delay.longest(arrivedAt);
    return others !== undefined && late - others > STOOD_STILL_MS ? "stood-still" : undefined;
  }

  private follow(apart: number, origins: Record<Kind, number>): void {
    const isStep = Math.abs(apart) > STEP_MS;
    if (isStep && this.stepSeen !== undefined && Math.abs(apart - this.stepSeen) < STEP_MS / 2) {
      // The clock of a sender may be set; what moved against it further than the other is the track that broke.
      const moved = (kind: Kind) => Math.abs(origins[kind] - this.origins[kind]);
      const kind = moved("audio") > moved("video") ? "audio" : "video";
      this.move(kind, kind === "video" ? apart : -apart);
      this.forgetReports();
      return;
    }
    this.stepSeen = isStep ? apart : undefined;
    if (isStep) return;
    this.origins = origins;
    this.apart = [...this.apart, apart + this.followed].slice(-REPORTS_KEPT);
    const wanted = middleOf(this.apart) - this.followed;
    if (this.apart.length < REPORTS_KEPT || Math.abs(wanted) < IN_SYNC_MS) return;
    const step = within(SYNC_STEP_MS, wanted);
    this.tracks.video.clock.shift(step);
    this.followed += step;
  }

  /** The quickest packets of a while tell how the two clocks run; those that a stall held up tell nothing. */
  private followServer(late: number, arrivedAt: number): void {
    if (this.drift && arrivedAt - this.drift.since < DRIFT_EVERY_MS) {
      this.drift.least = Math.min(this.drift.least, late);
      return;
    }
    const least = this.drift?.least ?? 0;
    this.drift = { since: arrivedAt, least: late };
    if (Math.abs(least) < DRIFT_FREE_MS) return;
    for (const { clock } of Object.values(this.tracks)) clock.shift(within(DRIFT_STEP_MS, least));
  }

  private move(kind: Kind, ms: number): void {
    this.tracks[kind].clock.shift(ms);
    this.tracks[kind].delay.forget();
    for (const each of ["audio", "video"] as const) this.origins[each] = this.tracks[each].clock.senderOrigin()!;
  }

  private forgetReports(): void {
    this.apart = [];
    this.followed = 0;
    this.stepSeen = undefined;
  }
}

function other(kind: Kind): Kind {
  return kind === "audio" ? "video" : "audio";
}

function within(limit: number, value: number): number {
  return Math.max(-limit, Math.min(limit, value));
}

function middleOf(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
