// Loads the page again after `data-reload-every` seconds while it is looked at: the next step is somebody else's, or time's.

import { openAgain } from "./tab/own-address.ts";
import { telling, told } from "./tab/told.ts";

const waiting = document.querySelector<HTMLElement>(telling("reloadEvery"));
const dueMs = Number(told(waiting).reloadEvery) * 1000;
const opened = Date.now();
let isLoading = false;

/** A page that was put aside is old when it is looked at again, and is loaded then. */
function look(): void {
  // Once: asked for again while it is on its way, a page on a slow line would never come.
  if (isLoading || document.hidden || Date.now() - opened < dueMs) return;
  isLoading = true;
  openAgain();
}

if (dueMs > 0) {
  setInterval(look, Math.min(dueMs, 1000));
  document.addEventListener("visibilitychange", look);
}
