/**
 * The line "Atender agora": looks again every five seconds, and at once when the phone wakes up. The place is shown as it
 * changes and said aloud at most once a minute; being called is said at once, with a sound, and leads into the room.
 */

import { sayBriefly } from "./tab/brief-words.ts";
import { openAgain, ownAddress } from "./tab/own-address.ts";
import { telling, told } from "./tab/told.ts";
import { play } from "./tab/tones.ts";
import { keepAwake } from "./tab/wake-lock.ts";

const everyMs = 5000;
const sayEveryMs = 60_000;
const leadAfterMs = 3000;
const says = document.querySelector<HTMLElement>(telling("walkInSays"));
let saidAt = performance.now();
let said = told(place()).words ?? "";
let called = false;

function place(): HTMLElement | null {
  return document.querySelector<HTMLElement>(telling("walkIn"));
}

function say(words: string, atOnce: boolean): void {
  if (!says || words === said || (!atOnce && performance.now() - saidAt < sayEveryMs)) return;
  said = words;
  saidAt = performance.now();
  sayBriefly(says, words);
}

async function look(): Promise<void> {
  const shown = place();
  if (called || !shown) return;
  const answer = await fetch(ownAddress());
  // Booked, cancelled or signed out meanwhile: the page that says so.
  if (answer.redirected) return location.assign(answer.url);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector<HTMLElement>(telling("walkIn"));
  // The wait has lapsed: another page says it and what to choose.
  if (!fresh) return openAgain();
  if (shown.outerHTML !== fresh.outerHTML) shown.replaceWith(document.adoptNode(fresh));
  if (told(fresh).called) lead(fresh, page.title);
  else say(told(fresh).words ?? "", false);
}

function lead(piece: HTMLElement, title: string): void {
  called = true;
  document.title = title;
  const heading = document.querySelector("h1");
  if (heading) heading.textContent = "Chegou a sua vez";
  say(told(piece).words ?? "", true);
  navigator.vibrate?.([300, 150, 300]);
  void play([660, 880, 1320]);
  setTimeout(() => location.assign(told(piece).called ?? ownAddress()), leadAfterMs);
}

// A look that fails is made again by the next; the place is kept by the server.
const lookAgain = () => void look().catch(() => undefined);
const opened = place();
if (opened && told(opened).called) lead(opened, document.title);
else if (opened) {
  keepAwake();
  setInterval(lookAgain, everyMs);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && lookAgain());
}
