import { deskRecordingPath } from "../../contract/desk-addresses.ts";
import { telling, told } from "../tab/told.ts";

/** Plays every side of a recorded sitting by one clock: pictures beside each other, all voices together. */
export type Span = { fromMs: number; toMs: number };
export type Piece = Span & { recordingId: string; member: string; fileZeroMs: number };
type Sitting = { lengthMs: number; pieces: Piece[]; recorded: Span[]; skip: Span[] };
type PlayerEvents = {
  /** The position moved; also while paused. */
  moved(ms: number): void;
  /** What was on the screen, with sound, without a jump: told at every pause, jump, change of speed. */
  shown(span: Span, rate: number): void;
  state(words: string, playing: boolean): void;
};

/** Nearer than this to the driving side nobody hears a difference. */
const inStepMs = 30;
/** Further than this is caught up by a jump, less by a slightly other speed. */
const catchUpMs = 250;
const catchUpBy = 0.08;
const readyMs = 20_000;
/** A side without its next frames for longer than this is waited for; less is made up for. */
const shortMs = 120;
/** So near its end a file has no future data and is not short of any. */
const endMs = 400;

const inside = (span: Span, ms: number) => ms >= span.fromMs && ms < span.toMs;

/** One member's picture and sound: whichever of its segments lies under the clock. */
class Lane {
  readonly video: HTMLVideoElement;
  private readonly figure: HTMLElement;
  private readonly pieces: Piece[];
  piece: Piece | undefined;

  constructor(figure: HTMLElement, pieces: Piece[]) {
    this.figure = figure;
    this.video = figure.querySelector("video")!;
    this.pieces = pieces;
  }

  pieceAt(ms: number): Piece | undefined {
    return this.pieces.find((piece) => inside(piece, ms));
  }

  get atMs(): number {
    return (this.piece?.fileZeroMs ?? 0) + this.video.currentTime * 1000;
  }

  isShort(): boolean {
    const { video, piece } = this;
    return piece !== undefined && !video.ended && video.readyState < 3 && this.atMs < piece.toMs - endMs;
  }

  /** Stands still at `ms`, ready to go on; a side that is not recorded there shows that. */
  async place(ms: number): Promise<void> {
    const { video } = this;
    const piece = this.pieceAt(ms);
    video.pause();
    told(this.figure).off = piece ? "nao" : "sim";
    this.piece = piece;
    // What comes next is loaded already while the other side goes on alone.
    const film = piece ?? this.pieces.find(({ fromMs }) => fromMs > ms);
    const address = film && deskRecordingPath(`${film.recordingId}.webm`);
    if (address && (video.getAttribute("src") !== address || video.error)) video.src = address;
    if (!piece) return;
    if (video.readyState < 1) await happens(video, "loadedmetadata");
    const seconds = Math.max(0, (ms - piece.fileZeroMs) / 1000);
    if (Math.abs(video.currentTime - seconds) > 0.02) {
      const sought = happens(video, "seeked");
      video.currentTime = seconds;
      await sought;
    }
    if (this.isShort()) await happens(video, "canplay");
  }
}

function happens(video: HTMLVideoElement, event: "loadedmetadata" | "seeked" | "canplay"): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const done = (act: () => void) => () => {
      over.abort();
      clearTimeout(timer);
      act();
    };
    const { signal } = over;
    const timer = setTimeout(
      done(() => reject(new Error(`no ${event}`))),
      readyMs,
    );
    video.addEventListener(event, done(resolve), { signal });
    video.addEventListener(
      "error",
      done(() => reject(video.error ?? new Error(event))),
      { signal },
    );
  });
}

export class ReplayPlayer {
  private readonly sitting: Sitting;
  private readonly events: PlayerEvents;
  private readonly lanes: Lane[];
  private at = 0;
  private rate = 1;
  private wanted = false;
  private turn = 0;
  private settled = false;
  /** Since when what is on the screen was not told yet. */
  private since: number | undefined;
  /** Since when some side has no next frame. */
  private shortSince: number | undefined;

  constructor(root: HTMLElement, sitting: Sitting, events: PlayerEvents) {
    this.sitting = sitting;
    this.events = events;
    this.lanes = [...root.querySelectorAll<HTMLElement>(`figure${telling("member")}`)].map(
      (figure) =>
        new Lane(
          figure,
          sitting.pieces.filter(({ member }) => member === told(figure).member),
        ),
    );
    void this.go(this.sitting.recorded[0]?.fromMs ?? 0);
  }

  get playing(): boolean {
    return this.wanted;
  }

  get positionMs(): number {
    return this.at;
  }

  async play(): Promise<void> {
    if (this.wanted) return;
    this.wanted = true;
    await this.go(this.at >= this.sitting.lengthMs - 200 ? 0 : this.at);
  }

  pause(): void {
    this.flush();
    this.wanted = false;
    this.turn++;
    for (const { video } of this.lanes) video.pause();
    this.events.state("", false);
  }

  seek(ms: number): Promise<void> {
    this.flush();
    return this.go(Math.max(0, Math.min(ms, this.sitting.lengthMs)));
  }

  setRate(rate: number): void {
    this.flush();
    this.rate = rate;
    for (const { video } of this.lanes) video.playbackRate = rate;
  }

  setVolume(volume: number): void {
    this.flush();
    for (const { video } of this.lanes) video.volume = volume;
  }

  /** Tells what was shown up to now, and goes on. */
  flush(): void {
    const from = this.since;
    this.since = undefined;
    if (from === undefined || !this.settled) return;
    if (this.at - from >= 200 && this.isHeard()) this.events.shown({ fromMs: from, toMs: this.at }, this.rate);
    else if (this.isHeard()) {
      this.since = from;
      return;
    }
    if (this.wanted) this.since = this.at;
  }

  private isHeard(): boolean {
    return this.lanes.every(({ video }) => video.volume > 0 && !video.muted);
  }

  /** Everybody at `ms`, then on together. A later call wins. */
  private async go(ms: number): Promise<void> {
    const mine = ++this.turn;
    this.settled = false;
    this.since = undefined;
    this.at = this.overHoles(ms);
    this.events.moved(this.at);
    if (this.wanted) this.events.state("Carregando…", true);
    try {
      await Promise.all(this.lanes.map((lane) => lane.place(this.at)));
      if (mine !== this.turn) return;
      this.settled = true;
      this.events.state("", this.wanted);
      if (!this.wanted) return;
      if (this.at >= this.sitting.lengthMs) return this.pause();
      const active = this.lanes.filter(({ piece }) => piece);
      for (const { video } of active) video.playbackRate = this.rate;
      await Promise.all(active.map(({ video }) => video.play()));
      if (mine !== this.turn) return;
      this.since = this.at;
      requestAnimationFrame(() => this.tick(mine));
    } catch (error) {
      if (mine !== this.turn) return;
      this.wanted = false;
      for (const { video } of this.lanes) video.pause();
      this.settled = false;
      console.warn(error);
      this.events.state("A gravação não carregou. Confira a conexão e toque em Reproduzir.", false);
    }
  }

  /** Past breaks, and past what the rules let out. */
  private overHoles(ms: number): number {
    const skipped = this.wanted ? this.sitting.skip.find((span) => inside(span, ms)) : undefined;
    const from = skipped?.toMs ?? ms;
    if (this.sitting.recorded.some((span) => inside(span, from))) return from;
    const next = this.sitting.recorded.find((span) => span.fromMs >= from);
    return next?.fromMs ?? this.sitting.lengthMs;
  }

  private tick(mine: number): void {
    if (mine !== this.turn || !this.wanted) return;
    const driver =
      this.lanes.find(({ piece, video }) => piece && !video.ended) ?? this.lanes.find(({ piece }) => piece);
    if (!driver?.piece) return void this.go(this.at);
    const now = Math.min(driver.video.ended ? driver.piece.toMs : driver.atMs, driver.piece.toMs);
    this.at = Math.max(this.at, now);
    this.events.moved(this.at);
    const changed = this.lanes.some((lane) => lane.pieceAt(this.at) !== lane.piece);
    if (changed || this.sitting.skip.some((span) => inside(span, this.at))) {
      this.flush();
      return void this.go(this.at);
    }
    const short = this.lanes.some((lane) => lane.isShort());
    this.shortSince = short ? (this.shortSince ?? performance.now()) : undefined;
    if (this.shortSince !== undefined && performance.now() - this.shortSince > shortMs) {
      this.shortSince = undefined;
      this.flush();
      return void this.go(this.at);
    }
    if (!short) this.keepInStep(driver);
    requestAnimationFrame(() => this.tick(mine));
  }

  private keepInStep(driver: Lane): void {
    for (const lane of this.lanes) {
      if (lane === driver || !lane.piece || lane.video.ended) continue;
      const ahead = lane.atMs - driver.atMs;
      const { video } = lane;
      if (Math.abs(ahead) > catchUpMs) {
        if (!video.seeking) video.currentTime -= ahead / 1000;
        continue;
      }
      const rate = Math.abs(ahead) <= inStepMs ? this.rate : this.rate * (ahead > 0 ? 1 - catchUpBy : 1 + catchUpBy);
      if (Math.abs(video.playbackRate - rate) > 0.001) video.playbackRate = rate;
    }
  }
}
