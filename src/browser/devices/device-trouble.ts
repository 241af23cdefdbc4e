import type { BrowserKind } from "./browser-kind.ts";
import { type DeviceTrouble, helpOf } from "./device-help.ts";

/** Fills and shows a page's box of ids `<box>`, `<box>-titulo`, `-texto` and `-passos`: why no device opened, and what to do. */
export function showDeviceTrouble(box: string, why: DeviceTrouble, kind: BrowserKind): void {
  const { title, text, steps } = helpOf(why, kind);
  const part = (name: string) => document.getElementById(`${box}-${name}`)!;
  part("titulo").textContent = title;
  part("texto").textContent = text;
  showSteps(part("passos"), steps);
  document.getElementById(box)!.hidden = false;
}

export function showSteps(list: HTMLElement, steps: string[]): void {
  list.hidden = steps.length === 0;
  list.replaceChildren(...steps.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
}
