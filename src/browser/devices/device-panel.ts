import * as deviceIds from "../../contract/page-ids/device-ids.ts";
import { byId } from "../tab/by-id.ts";
import type { BrowserKind } from "./browser-kind.ts";
import type { Device, Kind } from "./device-list.ts";
import { showSteps } from "./device-trouble.ts";
import { backWords, ownWords } from "./device-words.ts";
import type { OwnDevices } from "./own-devices.ts";

/** How long the good news stands. */
const readMs = 8000;

/** What stopped and the way on, and the lists to choose from: fills `src/faces/ui/own-devices.tsx`. */
export class DevicePanel {
  private readonly devices: OwnDevices;
  private readonly browser: BrowserKind;
  /** What stopped since all was well last, and what it was. */
  private readonly stopped = new Map<Kind, string | undefined>();
  private quiet: ReturnType<typeof setTimeout> | undefined;

  constructor(devices: OwnDevices, browser: BrowserKind) {
    this.devices = devices;
    this.browser = browser;
    byId(deviceIds.reopen).addEventListener("click", () => {
      // The button goes while it is being opened: the keyboard stays where the answer will stand.
      byId(deviceIds.notice).focus();
      devices.reopen();
    });
    byId(deviceIds.search).addEventListener("click", () => void devices.refresh());
    for (const kind of ["video", "audio"] as const)
      this.select(kind).addEventListener("change", ({ target }) =>
        this.choose(kind, (target as HTMLSelectElement).value),
      );
  }

  /** As it is now; to be called whenever the devices changed. */
  show(): void {
    this.showNotice();
    const { list, isListed, isMade, kinds } = this.devices;
    const several = kinds.filter((kind) => list[kind].length > 1);
    byId(deviceIds.choice).hidden = isMade || (isListed && several.length === 0);
    byId(deviceIds.unlisted).hidden = isListed;
    for (const kind of ["video", "audio"] as const) {
      byId(deviceIds.selectField(kind)).hidden = !isListed || !several.includes(kind);
      this.fill(kind, list[kind]);
    }
  }

  private showNotice(): void {
    const { devices } = this;
    const words = devices.stream && !devices.isMade ? ownWords(devices, this.browser) : undefined;
    if (!words) {
      this.showBack();
      return;
    }
    for (const kind of devices.kinds) {
      const { state, byChoice, used } = devices.one[kind];
      if (state !== "live" && !byChoice && !this.stopped.has(kind)) this.stopped.set(kind, used);
    }
    clearTimeout(this.quiet);
    this.say("warn", words.words);
    showSteps(byId(deviceIds.steps), words.steps);
    const button = byId(deviceIds.reopen);
    button.hidden = words.button === "";
    button.textContent = words.button;
  }

  /** Nothing is wrong (any more). What came back is said for a moment. */
  private showBack(): void {
    const { devices, stopped } = this;
    if (stopped.size === 0 || !devices.stream) {
      if (!this.quiet || !devices.stream) byId(deviceIds.notice).hidden = true;
      if (!devices.stream) stopped.clear();
      return;
    }
    const kinds = [...stopped.keys()];
    const [first] = kinds as [Kind];
    const { used } = devices.one[first];
    const another = kinds.length === 1 && used !== stopped.get(first) ? this.nameOf(first, used) : undefined;
    stopped.clear();
    this.say("ok", backWords(kinds, another));
    showSteps(byId(deviceIds.steps), []);
    byId(deviceIds.reopen).hidden = true;
    this.quiet = setTimeout(() => {
      this.quiet = undefined;
      this.showNotice();
    }, readMs);
  }

  private say(tone: "warn" | "ok", words: string): void {
    const box = byId(deviceIds.notice);
    box.classList.toggle("warn", tone === "warn");
    box.classList.toggle("ok", tone === "ok");
    box.hidden = false;
    const place = byId(deviceIds.words);
    if (place.textContent !== words) place.textContent = words;
  }

  private fill(kind: Kind, devices: readonly Device[]): void {
    const select = this.select(kind);
    const shown = [...select.options].map(({ value, text }) => value + text).join();
    if (shown !== devices.map(({ id, label }) => id + label).join())
      select.replaceChildren(...devices.map(({ id, label }) => new Option(label, id)));
    const { used, state } = this.devices.one[kind];
    if (state === "live" && used) select.value = used;
  }

  private async choose(kind: Kind, id: string): Promise<void> {
    const { devices } = this;
    const place = byId(deviceIds.choiceState);
    const name = this.nameOf(kind, id) ?? "";
    place.textContent = `Abrindo “${name}”…`;
    const isOpen = await devices.choose(kind, id);
    const { used, state } = devices.one[kind];
    const before = state === "live" ? this.nameOf(kind, used) : undefined;
    if (!isOpen) place.textContent = `“${name}” não abriu.${before ? ` Continua “${before}”.` : ""}`;
    else place.textContent = devices.stream ? `Em uso: “${name}”.` : `Escolhido: “${name}”. Aperte o botão para abrir.`;
  }

  private nameOf(kind: Kind, id: string | undefined): string | undefined {
    return this.devices.list[kind].find((one) => one.id === id)?.label;
  }

  private select(kind: Kind): HTMLSelectElement {
    return byId<HTMLSelectElement>(deviceIds.select(kind));
  }
}
