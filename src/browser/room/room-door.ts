import * as roomIds from "../../contract/page-ids/room-ids.ts";
import type { RoomEngine } from "../call/room-engine.ts";
import type { BrowserKind } from "../devices/browser-kind.ts";
import { showDeviceTrouble } from "../devices/device-trouble.ts";
import { isGranted, whyNoDevices } from "../devices/room-devices.ts";
import { openTestPicture } from "../devices/room-test-picture.ts";
import { byId } from "../tab/by-id.ts";
import { tell } from "../tab/room-screen.ts";
import { type DeviceResult, type DeviceTest, keepDeviceTest, startDeviceTest } from "./room-device-test.ts";

const rememberTestPicture = "confere-imagem-de-teste";

type RoomDoorEvents = {
  /** A stream is open and being tested. */
  opened(stream: MediaStream): void;
  /** A picture came and somebody was heard. */
  passed(): void;
  /** Nothing could be opened. */
  failed(): void;
};

/** What stands before the call: camera and microphone are allowed, tested, and their result kept. */
export class RoomDoor {
  isPassed = false;
  private readonly room: RoomEngine;
  private readonly browser: BrowserKind;
  private readonly events: RoomDoorEvents;
  private test: DeviceTest | undefined;
  private device: DeviceResult | undefined;
  /** The tracks that are tested: another choice begins anew. */
  private tested = "";

  constructor(room: RoomEngine, browser: BrowserKind, events: RoomDoorEvents) {
    this.room = room;
    this.browser = browser;
    this.events = events;
  }

  async allow(): Promise<void> {
    byId(roomIds.trouble).hidden = true;
    tell(roomIds.opening, "Abrindo… Se o navegador perguntar, escolha “Permitir”.");
    try {
      await this.room.openDevices(() => this.come());
      this.come();
    } catch (error) {
      const why = await whyNoDevices(error);
      // Answered after all, while we looked for the reason.
      if (this.room.local) return;
      this.events.failed();
      showDeviceTrouble(roomIds.trouble, why, this.browser);
    } finally {
      tell(roomIds.opening, "");
    }
  }

  /** Back after a reload: devices that were already allowed open by themselves, and the place is still held. */
  async comeBack(name: string, isDemo: boolean): Promise<void> {
    if (sessionStorage.getItem(rememberTestPicture) && isDemo) this.useTestPicture(name);
    else if (await isGranted()) await this.allow();
  }

  useTestPicture(name: string): void {
    this.room.useStream(openTestPicture(name));
    sessionStorage.setItem(rememberTestPicture, "sim");
    this.begin(true);
  }

  private come(): void {
    sessionStorage.removeItem(rememberTestPicture);
    byId(roomIds.trouble).hidden = true;
    this.begin(false);
  }

  private begin(testPicture: boolean): void {
    const stream = this.room.local;
    if (!stream) return;
    this.test?.stop();
    this.isPassed = false;
    this.tested = tracksOf(stream);
    this.test = startDeviceTest(stream, testPicture, () => {
      this.isPassed = true;
      this.events.passed();
    });
    this.device = { camera: "", width: 0, height: 0, light: 0, microphonePeak: 0, testPicture };
    this.mirror();
    this.events.opened(stream);
  }

  /**
   * Another camera or microphone was chosen, or opened anew: during the test it is tested, and wherever it is shown it
   * is mirrored or not as it should be.
   */
  devicesChanged(isTesting: boolean): void {
    const stream = this.room.local;
    if (!stream || this.room.devices.isMade) return;
    this.mirror();
    const tracks = tracksOf(stream);
    if (isTesting && tracks !== this.tested && stream.getTracks().length > 1) this.begin(false);
  }

  /** A face is shown as in a mirror; the picture of a rear camera is not, so that text in it can be read. */
  private mirror(): void {
    const isRear = this.room.local?.getVideoTracks()[0]?.getSettings().facingMode === "environment";
    for (const id of [roomIds.preview, roomIds.waitingPicture, roomIds.own])
      byId(id).classList.toggle("plain", isRear || this.room.devices.isMade);
  }

  stop(): void {
    this.test?.stop();
  }

  /** What was measured, for the agent; listening ends. */
  result(): Record<string, string | number | boolean> {
    this.device = this.test?.stop() ?? this.device;
    return { ...this.device };
  }

  keep(order: string): void {
    if (this.test) void keepDeviceTest(order, this.test);
  }
}

const tracksOf = (stream: MediaStream) =>
  stream
    .getTracks()
    .map(({ id }) => id)
    .sort()
    .join();
