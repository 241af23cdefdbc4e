import { latePart } from "../tab/late-part.ts";
import { told } from "../tab/told.ts";
import type { DeviceTrouble } from "./device-help.ts";
import type { DevicePanel } from "./device-panel.ts";
import type { OwnDevices } from "./own-devices.ts";

type Part = typeof import("./device-panel-island.ts");

/** The device panel of a page that opens no device before a press: it is fetched at once, and nothing waits for it. */
export class LatePanel {
  private readonly devices: OwnDevices;
  private readonly part: () => Promise<Part>;
  private panel: DevicePanel | undefined;

  constructor(page: HTMLElement, devices: OwnDevices) {
    this.devices = devices;
    this.part = latePart<Part>(told(page).panel!);
    addEventListener("online", () => this.show());
    this.show();
  }

  /** As `DevicePanel.show`, as soon as it is there. */
  show(): void {
    this.part().then(
      ({ openPanel }) => {
        this.panel ??= openPanel(this.devices);
        this.panel.show();
      },
      () => undefined, // the server is out of reach: the next change of a device, or of the line, asks again
    );
  }

  /** Why no device opened and what to do, in one paragraph. */
  async helpLine(why: DeviceTrouble): Promise<string> {
    return this.part().then(
      ({ helpWords }) => helpWords(why),
      () =>
        "Não foi possível abrir, e a internet falhou antes de a ajuda chegar. Confira a conexão e aperte o botão de novo.",
    );
  }
}
