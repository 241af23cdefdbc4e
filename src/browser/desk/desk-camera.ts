import * as callIds from "../../contract/page-ids/call-ids.ts";
import type { RoomEngine } from "../call/room-engine.ts";
import { browserKind } from "../devices/browser-kind.ts";
import { helpLine } from "../devices/device-help.ts";
import { DevicePanel } from "../devices/device-panel.ts";
import { whyNoDevices } from "../devices/room-devices.ts";
import { openTestPicture } from "../devices/room-test-picture.ts";
import { byId } from "../tab/by-id.ts";
import { told } from "../tab/told.ts";

type DeskCameraEvents = {
  /** The line for what went wrong; "" clears it. */
  complain(words: string): void;
  /** The browser is asked, or has answered. */
  opening(is: boolean): void;
  /** The call may be joined. */
  opened(): void;
};

/** The agent's own camera and microphone: opened by a press, or by the first admission. */
export class DeskCamera {
  private readonly room: RoomEngine;
  private readonly events: DeskCameraEvents;
  private readonly browser = browserKind(navigator.userAgent);
  private readonly panel: DevicePanel;

  constructor(room: RoomEngine, events: DeskCameraEvents) {
    this.room = room;
    this.events = events;
    this.panel = new DevicePanel(room.devices, this.browser);
    byId(callIds.openCamera).addEventListener("click", () => void this.open());
    document.getElementById(callIds.testPicture)?.addEventListener("click", () => {
      room.useStream(openTestPicture(told(byId(callIds.page)).name ?? "Agente"));
      this.show();
    });
  }

  /** True where camera and microphone are open now. */
  async open(): Promise<boolean> {
    this.events.complain("");
    this.events.opening(true);
    try {
      await this.room.openDevices(() => this.show());
      this.show();
      return true;
    } catch (error) {
      const words = helpLine(await whyNoDevices(error), this.browser);
      // Answered after all, while we looked for the reason.
      if (this.room.local) return true;
      this.events.complain(words);
      return false;
    } finally {
      this.events.opening(false);
    }
  }

  devicesChanged(): void {
    this.panel.show();
  }

  private show(): void {
    if (!this.room.local) return;
    byId<HTMLVideoElement>(callIds.own).srcObject = this.room.local;
    this.events.complain("");
    this.events.opened();
  }
}
