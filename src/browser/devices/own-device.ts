import { type DeviceTrouble, isRefusal } from "./device-help.ts";
import type { Kind } from "./device-list.ts";
import { afterEvent, type DeviceEvent, type DeviceState } from "./device-state.ts";
import { closeAll, openDevices, type Wanted, whyNoDevices } from "./room-devices.ts";

/** A short hiccup of a busy machine looks like a system that takes the device away; nobody is told of that. */
const heldMs = 1000;
/** In a call there may be another way to try after this one. */
const openMs = 8000;

type OwnDeviceHome = {
  /** Whose tracks these are. */
  stream(): MediaStream | undefined;
  changed(): void;
  /** Another track took the place of the one before. */
  replaced(track: MediaStreamTrack): void;
};

/** The page's one camera, or its one microphone: watched while it is open, and opened anew when it stops. */
export class OwnDevice {
  state: DeviceState = "live";
  /** Why it did not open, while it is lost. */
  trouble: DeviceTrouble | undefined;
  /** The device that is in use, or was last. */
  used: string | undefined;
  /** Opened anew because the person chose, not because it stopped. */
  byChoice = false;
  /** Switched off by the person. */
  isOff = false;
  private readonly kind: Kind;
  private readonly any: Wanted;
  private readonly home: OwnDeviceHome;
  /** Rises with every opening: whatever belongs to an earlier one is let go. */
  private turn = 0;

  /** `any`: what is opened where nobody chose. */
  constructor(kind: Kind, any: Wanted, home: OwnDeviceHome) {
    this.kind = kind;
    this.any = any;
    this.home = home;
  }

  /** A track that the page's stream has from the beginning. */
  adopt(track: MediaStreamTrack): void {
    this.turn++;
    this.state = "live";
    this.trouble = undefined;
    this.watch(track);
  }

  note(event: DeviceEvent): void {
    const next = afterEvent(this.state, event, isRefusal(this.trouble));
    if (next === this.state) return;
    this.state = next;
    if (next === "opening") void this.open([], false);
    this.home.changed();
  }

  /** Opens the first of `tries` that opens; where none does, what was in use before, or any other. */
  async choose(tries: Wanted[]): Promise<void> {
    this.state = "opening";
    await this.open(tries, true);
  }

  mute(off: boolean): void {
    this.isOff = off;
    const track = this.track();
    if (track) track.enabled = !off;
    this.home.changed();
  }

  /** The page gives its devices up: nothing is opened anew any more. */
  letGo(): void {
    this.turn++;
    this.state = "live";
    this.trouble = undefined;
  }

  private async open(tries: Wanted[], byChoice: boolean): Promise<void> {
    const turn = ++this.turn;
    this.byChoice = byChoice;
    this.home.changed();
    // The present track ends before the next is asked for: phones hold one camera at a time.
    this.remove();
    for (const wanted of [...tries, { id: this.used }, this.any])
      try {
        const stream = await openDevices({ [this.kind]: wanted }, closeAll, openMs);
        if (turn !== this.turn) return closeAll(stream);
        this.put(stream.getTracks()[0]!);
        this.note("opened");
        return;
      } catch (error) {
        const trouble = await whyNoDevices(error, [this.kind]);
        if (turn !== this.turn) return;
        this.trouble = trouble;
        if (isRefusal(trouble)) break;
      }
    this.byChoice = false;
    this.note("failed");
  }

  private put(track: MediaStreamTrack): void {
    this.trouble = undefined;
    this.home.stream()?.addTrack(track);
    this.watch(track);
    this.home.replaced(track);
  }

  private remove(): void {
    const track = this.track();
    track?.stop();
    if (track) this.home.stream()?.removeTrack(track);
  }

  private watch(track: MediaStreamTrack): void {
    track.enabled = !this.isOff;
    this.used = track.getSettings().deviceId ?? this.used;
    const note = (event: DeviceEvent) => this.track() === track && this.note(event);
    const wait = () => setTimeout(() => track.muted && note("muted"), heldMs);
    track.addEventListener("ended", () => note("ended"));
    track.addEventListener("mute", wait);
    track.addEventListener("unmute", () => note("unmuted"));
    if (track.muted) wait();
  }

  private track(): MediaStreamTrack | undefined {
    return this.home
      .stream()
      ?.getTracks()
      .find(({ kind }) => kind === this.kind);
  }
}
