import * as deviceIds from "../../contract/page-ids/device-ids.ts";
import { type BrowserKind, waysOut } from "./browser-kind.ts";

/** Shows the way out of a browser inside another app, where camera and calls mostly fail. */
export function showWayOut(kind: BrowserKind): void {
  const byId = (id: string) => document.getElementById(id)!;
  const { words, href } = waysOut(kind, new URL(location.href));
  byId(deviceIds.inApp).hidden = false;
  byId(deviceIds.inAppText).textContent = words;
  const out = byId(deviceIds.inAppOut) as HTMLAnchorElement;
  out.hidden = href === undefined;
  if (href) out.href = href;
}
