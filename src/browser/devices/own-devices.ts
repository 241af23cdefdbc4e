import { NoAnswer } from "../tab/answer-within.ts";
import { isRefusal } from "./device-help.ts";
import {
  chosenOf,
  type DeviceList,
  deviceList,
  type Info,
  type Kind,
  noDevices,
  ownIdOf,
  turnsFrom,
} from "./device-list.ts";
import { rememberDevice, rememberedDevice } from "./device-memory.ts";
import type { DeviceEvent } from "./device-state.ts";
import { OwnDevice } from "./own-device.ts";
import { closeAll, type Facing, listDevices, openDevices, type Wanted, whyNoDevices } from "./room-devices.ts";

type OwnDevicesEvents = {
  /** One of them stopped, came back or is being opened; or the list is another. */
  changed?(): void;
  /** Another track took its place in the stream, which stays the same. */
  replaced?(track: MediaStreamTrack): void;
};

/** `remembers`: what is chosen here is chosen for the next page too. */
type OwnDevicesOptions = { kinds?: readonly Kind[]; facing?: Facing; remembers?: boolean };

const kindsOfAll = ["audio", "video"] as const;

/** Camera and microphone of a page: opened, watched, chosen. One stream for all its life, so that who shows it need not care. */
export class OwnDevices {
  stream: MediaStream | undefined;
  list: DeviceList = noDevices;
  /** False where the browser did not answer what devices there are. */
  isListed = true;
  /** The demonstration's drawn picture: nothing to watch or to choose. */
  isMade = false;
  readonly kinds: readonly Kind[];
  readonly one: Record<Kind, OwnDevice>;
  private readonly events: OwnDevicesEvents;
  private readonly facing: Facing;
  private readonly remembers: boolean;
  private turn = 0;
  private opening: Promise<MediaStream> | undefined;

  constructor(
    events: OwnDevicesEvents,
    { kinds = kindsOfAll, facing = "user", remembers = true }: OwnDevicesOptions = {},
  ) {
    this.events = events;
    this.kinds = kinds;
    this.facing = facing;
    this.remembers = remembers;
    const home = {
      stream: () => this.stream,
      changed: () => this.events.changed?.(),
      replaced: (track: MediaStreamTrack) => this.events.replaced?.(track),
    };
    this.one = { audio: new OwnDevice("audio", {}, home), video: new OwnDevice("video", { facing }, home) };
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.refresh());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.note("seen"));
  }

  /**
   * Rejects as `openDevices`; if the person answers the browser only after that, `late` gets the stream. Calling it
   * twice while it is opening gives the same promise.
   */
  open(late?: (stream: MediaStream) => void): Promise<MediaStream> {
    if (this.opening) return this.opening;
    const mine = this.openAll(late).finally(() => {
      if (this.opening === mine) this.opening = undefined;
    });
    this.opening = mine;
    return mine;
  }

  private async openAll(late?: (stream: MediaStream) => void): Promise<MediaStream> {
    this.close();
    const turn = this.turn;
    const come = (stream: MediaStream) => {
      if (turn !== this.turn) return closeAll(stream);
      this.adopt(stream);
      late?.(stream);
    };
    try {
      const stream = await this.openChosen(come);
      if (turn !== this.turn) {
        closeAll(stream);
        throw new NoAnswer();
      }
      this.adopt(stream);
      return stream;
    } catch (error) {
      // Another camera may be free: where the browser names them, one can be chosen now.
      void this.refresh();
      throw error;
    }
  }

  /** Those that were chosen before; where one of them is gone or does not open, any. */
  private async openChosen(late: (stream: MediaStream) => void): Promise<MediaStream> {
    const chosen: Partial<Record<Kind, Wanted>> = {};
    const any: Partial<Record<Kind, Wanted>> = {};
    for (const kind of this.kinds) {
      any[kind] = { facing: this.facing };
      chosen[kind] = { ...any[kind], id: this.remembered(kind)?.id };
    }
    if (this.kinds.every((kind) => chosen[kind]!.id === undefined)) return openDevices(any, late);
    return openDevices(chosen, late).catch(async (error: unknown) => {
      if (error instanceof NoAnswer || isRefusal(await whyNoDevices(error, this.kinds))) throw error;
      return openDevices(any, late);
    });
  }

  private adopt(stream: MediaStream): void {
    this.stream = stream;
    for (const track of stream.getTracks()) this.one[track.kind as Kind].adopt(track);
    void this.refresh().then(() => this.findByName());
  }

  /** Where the browser gives out new ids, the one that was chosen is only known once devices have names. */
  private async findByName(): Promise<void> {
    for (const kind of this.kinds) {
      const chosen = chosenOf(this.list[kind], this.remembered(kind));
      if (chosen && chosen.id !== this.one[kind].used) await this.choose(kind, chosen.id);
    }
  }

  /** A stream made elsewhere (the labelled test picture). */
  use(stream: MediaStream): void {
    this.close();
    this.stream = stream;
    this.isMade = true;
    this.events.changed?.();
  }

  close(): void {
    this.turn++;
    this.opening = undefined;
    this.isMade = false;
    for (const kind of kindsOfAll) this.one[kind].letGo();
    if (this.stream) closeAll(this.stream);
    this.stream = undefined;
    this.events.changed?.();
  }

  /**
   * True where that device is open now; otherwise the one used before is, or none. Before the first opening the choice
   * is only remembered.
   */
  async choose(kind: Kind, id: string): Promise<boolean> {
    const device = this.list[kind].find((one) => one.id === id);
    if (!device) return false;
    if (this.stream && !this.isMade) {
      await this.one[kind].choose([{ id }]);
      if (this.one[kind].used !== id || this.one[kind].state !== "live") return false;
    }
    if (this.remembers) rememberDevice(kind, device);
    return true;
  }

  /** The next camera that opens; where the browser names none, the one that looks the other way. */
  async flip(): Promise<boolean> {
    if (!this.stream || this.isMade) return false;
    const { video } = this.one;
    const before = video.used;
    const next = turnsFrom(this.list.video, before).map(({ id }): Wanted => ({ id }));
    const isRear = this.stream.getVideoTracks()[0]?.getSettings().facingMode === "environment";
    await video.choose(next.length > 0 ? next : [{ facing: isRear ? "user" : "environment" }]);
    const device = this.list.video.find(({ id }) => id === video.used);
    if (this.remembers && device && video.state === "live") rememberDevice("video", device);
    return video.state === "live" && video.used !== before;
  }

  /** Whatever stopped is opened anew: the person asks. */
  reopen(): void {
    this.note("asked");
  }

  mute(kind: Kind, off: boolean): void {
    this.one[kind].mute(off);
  }

  /** Asks the browser anew what there is; what is in use and no longer listed has stopped, whatever its track says. */
  async refresh(): Promise<void> {
    const infos = await listDevices();
    this.isListed = infos !== undefined;
    if (infos) this.list = deviceList(infos);
    if (infos && this.stream && !this.isMade) this.compare(infos);
    this.note("listed");
    this.events.changed?.();
  }

  private compare(infos: readonly Info[]): void {
    for (const kind of this.kinds) {
      const one = this.one[kind];
      const isNamed = this.list[kind].length > 0 && one.used !== undefined;
      const isGone = isNamed && !infos.some(({ deviceId }) => deviceId === one.used);
      one.used = ownIdOf(infos, one.used);
      if (isGone && one.state === "live") one.note("ended");
    }
  }

  private note(event: DeviceEvent): void {
    if (this.stream && !this.isMade) for (const kind of this.kinds) this.one[kind].note(event);
  }

  private remembered(kind: Kind) {
    return this.remembers ? rememberedDevice(kind) : undefined;
  }
}
