/** The applicant's room page as the island sees it: one screen shown at a time, one announcer with two channels. */
import { attributeOf } from "../../contract/page-data.ts";
import * as deviceIds from "../../contract/page-ids/device-ids.ts";
import * as seatIds from "../../contract/page-ids/seat-ids.ts";
import { briefMs, sayBriefly } from "./brief-words.ts";
import { byId } from "./by-id.ts";
import { telling, told } from "./told.ts";
import { play } from "./tones.ts";

export type ScreenName = "early" | "start" | "check" | "waiting" | "call" | "ended" | "elsewhere";

let shown: ScreenName | undefined;
let titled = "";

/** Shows one screen under `title`. Focus follows to the heading when the screen changes (WCAG 2.4.3). */
export function show(name: ScreenName, title: string): void {
  const heading = byId(seatIds.title);
  if (title !== titled) {
    titled = title;
    heading.textContent = title;
    document.title = `${title} · Confere`;
  }
  if (name === shown) return;
  const first = shown === undefined;
  shown = name;
  for (const section of document.querySelectorAll<HTMLElement>(telling("screen")))
    section.hidden = told(section).screen !== name;
  // One choice of devices for all screens: it goes where the person is.
  const choice = document.getElementById(deviceIds.choice);
  if (choice) document.querySelector(`[${attributeOf("screen")}="${name}"] ${telling("deviceSlot")}`)?.append(choice);
  if (!first) heading.focus();
}

export function present(): ScreenName | undefined {
  return shown;
}

const saidAt = { polite: 0, assertive: 0 };
const lastSaid = { polite: "", assertive: "" };

/**
 * Polite at most every ten seconds (`everyMs`), the same words never twice in a row; calls and losses are assertive
 * (WCAG 2.2, 4.1.3). True when it was said.
 */
export function announce(words: string, channel: "polite" | "assertive" = "polite", everyMs = 10_000): boolean {
  const now = Date.now();
  if (lastSaid[channel] === words || (channel === "polite" && now - saidAt.polite < everyMs)) return false;
  saidAt[channel] = now;
  lastSaid[channel] = words;
  sayBriefly(byId(channel === "polite" ? seatIds.polite : seatIds.urgent), words);
  return true;
}

/** For the hand that holds a document: said at once, also when it is the same word again. */
export function announceNow(words: string): void {
  lastSaid.assertive = "";
  announce(words, "assertive");
}

/** A line above everything, also read aloud; "" takes it away. */
export function warn(words: string): void {
  const box = byId(seatIds.warning);
  // Nothing to take away: what was said last is not said again.
  if (words === "" && box.hidden) return;
  const urgent = byId(seatIds.urgent);
  if (words === "" && urgent.textContent === box.textContent) sayBriefly(urgent, "");
  box.hidden = words === "";
  box.textContent = words;
  if (words === "") lastSaid.assertive = "";
  else announce(words, "assertive");
}

/** An answer to one act, such as a refusal: taken away again unless something else stands there by then. */
export function warnBriefly(words: string): void {
  warn(words);
  setTimeout(() => byId(seatIds.warning).textContent === words && warn(""), briefMs);
}

/** Writes words into a place and hides it where there are none; true when they changed. */
export function tell(id: string, words: string): boolean {
  const place = byId(id);
  place.hidden = words === "";
  if (place.textContent === words) return false;
  place.textContent = words;
  return true;
}

/** Puts a stream into a video, once: the same again would begin anew. `heard` is told whether the browser lets it sound. */
export function showStream(id: string, stream: MediaStream | undefined, heard?: (playing: boolean) => void): void {
  const video = byId<HTMLVideoElement>(id);
  if (video.srcObject === (stream ?? null)) return;
  video.srcObject = stream ?? null;
  if (!stream) return;
  video.play().then(
    () => heard?.(true),
    (error: unknown) => heard?.(!(error instanceof DOMException && error.name === "NotAllowedError")),
  );
}

/** Sound, vibration: the applicant may look elsewhere while waiting. */
export function ring(): void {
  navigator.vibrate?.([200, 100, 200]);
  void play([660, 770, 880], 190);
}

/** Turns a switch button over, or to `on`, with its words for off and on; true when it is on now. */
export function turn(
  button: HTMLElement,
  words: [string, string],
  on = button.getAttribute("aria-pressed") !== "true",
): boolean {
  button.setAttribute("aria-pressed", String(on));
  button.textContent = words[on ? 1 : 0];
  return on;
}
