import * as deviceIds from "../../contract/page-ids/device-ids.ts";
import { byId } from "../tab/by-id.ts";
import type { BrowserKind } from "./browser-kind.ts";
import { type DeviceTrouble, helpOf } from "./device-help.ts";

/** Fills and shows a page's box: why no device opened, and what to do. */
export function showDeviceTrouble(box: string, why: DeviceTrouble, kind: BrowserKind): void {
  const { title, text, steps } = helpOf(why, kind);
  byId(deviceIds.troubleTitle(box)).textContent = title;
  byId(deviceIds.troubleText(box)).textContent = text;
  showSteps(byId(deviceIds.troubleSteps(box)), steps);
  byId(box).hidden = false;
}

export function showSteps(list: HTMLElement, steps: string[]): void {
  list.hidden = steps.length === 0;
  list.replaceChildren(...steps.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
}
