import * as callIds from "../../contract/page-ids/call-ids.ts";
import type { RoomEngine } from "../call/room-engine.ts";
import { browserKind } from "../devices/browser-kind.ts";
import { helpLine } from "../devices/device-help.ts";
import { DevicePanel } from "../devices/device-panel.ts";
import { whyNoDevices } from "../devices/room-devices.ts";
import { openTestPicture } from "../devices/room-test-picture.ts";
import { byId } from "../tab/by-id.ts";
import { told } from "../tab/told.ts";
import { callWords } from "./desk-call-words.ts";

/** The agent's own camera and microphone: opened by a press, or by the first admission. */
export class DeskCamera {
  private readonly room: RoomEngine;
  private readonly complain: (words: string) => void;
  private readonly opened: () => void;
  private readonly browser = browserKind(navigator.userAgent);
  private readonly panel: DevicePanel;

  /** `complain`: the line for what went wrong, "" clears it; `opened`: the call may be joined. */
  constructor(room: RoomEngine, complain: (words: string) => void, opened: () => void) {
    this.room = room;
    this.complain = complain;
    this.opened = opened;
    this.panel = new DevicePanel(room.devices, this.browser);
    byId(callIds.openCamera).addEventListener("click", () => void this.open());
    document.getElementById(callIds.testPicture)?.addEventListener("click", () => {
      room.useStream(openTestPicture(told(byId(callIds.page)).name ?? "Agente"));
      this.show();
    });
  }

  /** True where camera and microphone are open now. */
  async open(): Promise<boolean> {
    this.complain("");
    byId(callIds.state).textContent = callWords.opening;
    try {
      await this.room.openDevices(() => this.show());
      this.show();
      return true;
    } catch (error) {
      const words = helpLine(await whyNoDevices(error), this.browser);
      // Answered after all, while we looked for the reason.
      if (this.room.local) return true;
      byId(callIds.state).textContent = callWords.idle;
      this.complain(words);
      return false;
    }
  }

  devicesChanged(): void {
    this.panel.show();
  }

  private show(): void {
    if (!this.room.local) return;
    const own = byId<HTMLVideoElement>(callIds.own);
    own.srcObject = this.room.local;
    own.hidden = false;
    byId(callIds.camera).hidden = true;
    byId(callIds.state).textContent = callWords.ready;
    this.complain("");
    this.opened();
  }
}
