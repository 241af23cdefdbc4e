import { type BrowserKind, waysOut } from "./browser-kind.ts";

/** Shows the way out of a browser inside another app, where camera and calls mostly fail. */
export function showWayOut(kind: BrowserKind): void {
  const byId = (id: string) => document.getElementById(id)!;
  const { words, href } = waysOut(kind, new URL(location.href));
  byId("dentro-de-app").hidden = false;
  byId("dentro-de-app-texto").textContent = words;
  const out = byId("dentro-de-app-sair") as HTMLAnchorElement;
  out.hidden = href === undefined;
  if (href) out.href = href;
}
