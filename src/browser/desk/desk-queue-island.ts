/** The day's list: looks again every five seconds while it is in sight; c calls the next of the line, j, k and Enter move through the list. */

import * as deskIds from "../../contract/page-ids/desk-ids.ts";
import { ownAddress } from "../tab/own-address.ts";
import { telling, told } from "../tab/told.ts";

const everyMs = 5000;

async function look(): Promise<void> {
  if (document.visibilityState === "hidden") return;
  const response = await fetch(ownAddress());
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const [old, fresh] = [document.querySelector(telling("refresh")), page.querySelector(telling("refresh"))];
  if (!old || !fresh || old.innerHTML === fresh.innerHTML) return;
  const at = rows().indexOf(document.activeElement as HTMLElement);
  // Somebody is inside a row (a button has the focus): moving it away under the finger would be worse than being late.
  if (at < 0 && old.contains(document.activeElement)) return;
  old.replaceWith(document.adoptNode(fresh));
  // The refusal on the page was about the list as it was before.
  document.querySelector(".notice.error[role=alert]")?.remove();
  document.title = page.title;
  rows()[at]?.focus();
}

/** Switched off as a whole at a tick (WCAG 2.1.4). */
function keysAreOn(): boolean {
  return (document.getElementById(deskIds.keysOn) as HTMLInputElement | null)?.checked ?? true;
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(telling("row"))];
}

document.addEventListener("keydown", (event) => {
  const typing = (event.target as Element).closest("input:not([type=checkbox]), textarea, select");
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing || !keysAreOn()) return;
  const list = rows();
  const at = list.indexOf(document.activeElement as HTMLElement);
  if (event.key === "j") list[Math.min(at + 1, list.length - 1)]?.focus();
  else if (event.key === "k") list[Math.max(at - 1, 0)]?.focus();
  else if (event.key === "c") document.getElementById(deskIds.callNext)?.click();
  else if (event.key === "Enter" && at >= 0) {
    const button = list[at]?.querySelector<HTMLElement>("button, a");
    const { href } = told(list[at]);
    if (button) button.click();
    else if (href) location.assign(href);
  }
});

// A look that fails is made again; the list says nothing wrong meanwhile, it is only older.
setInterval(() => void look().catch(() => undefined), everyMs);
