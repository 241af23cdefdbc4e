import { type BrowserKind, permissionSteps } from "./browser-kind.ts";
import type { DeviceTrouble } from "./room-devices.ts";
import { deviceTroubles } from "./room-words.ts";

/** Fills and shows a page's box of ids `<box>`, `<box>-titulo`, `-texto` and `-passos`: why no device opened, and what to do. */
export function showDeviceTrouble(box: string, why: DeviceTrouble, kind: BrowserKind): void {
  const { title, text } = deviceTroubles[why];
  const blocked = why === "blocked";
  const part = (name: string) => document.getElementById(`${box}-${name}`)!;
  part("titulo").textContent = title;
  part("texto").textContent = blocked ? "" : text;
  const items = blocked ? permissionSteps(kind) : [];
  part("passos").replaceChildren(
    ...items.map((words) => Object.assign(document.createElement("li"), { textContent: words })),
  );
  document.getElementById(box)!.hidden = false;
}
