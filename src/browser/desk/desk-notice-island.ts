/**
 * What a colleague hands over, at every page of the desk: looked for every three seconds, shown above the page, rung
 * until it is answered or over. A look is no activity of the person (see the header).
 */

import { deskNoticesPath } from "../../contract/desk-addresses.ts";
import * as deskIds from "../../contract/page-ids/desk-ids.ts";
import { telling, told } from "../tab/told.ts";
import { play } from "../tab/tones.ts";

const everyMs = 3000;
const heading = document.title;
const rung = new Map<string, number>();
/** How often it rings again while the notice stands, so that an agent who left the desk for a moment hears it too. */
const ringAgainMs = 9000;

async function look(): Promise<void> {
  const answer = await fetch(deskNoticesPath(), { headers: { "x-confere-look": "1" } });
  // Signed out or locked: the page that is open says so by itself.
  if (!answer.ok || answer.redirected) return;
  show(new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(deskIds.notices));
}

function show(fresh: HTMLElement | null): void {
  const place = document.getElementById(deskIds.notices);
  if (!fresh || !place) return;
  const names = (of: Element) =>
    [...of.querySelectorAll<HTMLElement>(telling("notice"))].map((one) => told(one).notice ?? "");
  const now = names(fresh);
  // Somebody may be typing why they decline, so notices that are the same are left as they are.
  if (now.join() !== names(place).join()) place.replaceChildren(...fresh.childNodes);
  for (const id of now) ring(id);
  for (const id of rung.keys()) if (!now.includes(id)) rung.delete(id);
  document.title =
    now.length > 0
      ? `● Repasse para você · ${heading}`
      : document.title.startsWith("● Repasse")
        ? heading
        : document.title;
}

function ring(id: string): void {
  const last = rung.get(id);
  if (last !== undefined && performance.now() - last < ringAgainMs) return;
  rung.set(id, performance.now());
  void play([880, 660, 880, 660]);
  navigator.vibrate?.([200, 100, 200]);
}

/** Declined without leaving the page: a call may run on it. */
async function decline(form: HTMLFormElement): Promise<void> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) body.append(name, String(value));
  const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
  if (answer.ok || answer.status === 409) return look();
  form.submit();
}

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (told(form).noticeForm === undefined) return;
  event.preventDefault();
  void decline(form);
});

// A look that fails is made again by the next.
const lookAgain = () => void look().catch(() => undefined);
lookAgain();
setInterval(lookAgain, everyMs);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && lookAgain());
