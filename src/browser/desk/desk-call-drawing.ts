import * as callIds from "../../contract/page-ids/call-ids.ts";
import * as deskIds from "../../contract/page-ids/desk-ids.ts";
import * as deviceIds from "../../contract/page-ids/device-ids.ts";
import type { GuestFrame } from "../call/guest-frame.ts";
import { byId } from "../tab/by-id.ts";
import { tell } from "../tab/room-screen.ts";
import { told } from "../tab/told.ts";
import type { DeskScreen } from "./desk-call-screen.ts";

// Puts what `screenOf` decided into the desk's page.

const zooms = ["1", "1.5", "2", "3"];
const muteWords = {
  audio: [callIds.muteAudio, "Desligar microfone", "Ligar microfone"],
  video: [callIds.muteVideo, "Desligar câmera", "Ligar câmera"],
} as const;

export function draw(screen: DeskScreen, guest: GuestFrame): void {
  write(callIds.state, screen.call);
  write(callIds.trouble, screen.complaint);
  byId(callIds.camera).hidden = !screen.asksCamera;
  byId(callIds.own).hidden = !screen.showsOwn;
  tell(callIds.applicantDevices, screen.devices);
  guest.seated(screen.interpreter !== undefined);
  write(callIds.interpreterName, screen.interpreter ? `Intérprete: ${screen.interpreter}` : "Intérprete");
  tell(callIds.interpreterAwaited, screen.awaited);
  drawBar(screen);
  if (screen.isOver) drawOver();
  drawElsewhere(screen.elsewhere);
}

/** Clock, recording proof, line and mute: the strip that is always in sight. */
function drawBar({ recording, line, below, clock, isOverrun, muted, isOver }: DeskScreen): void {
  told(byId(callIds.recording)).state = recording.state;
  write(callIds.recordingText, recording.words);
  write(callIds.lineText, line);
  tell(callIds.lowPicture, below);
  write(callIds.clock, clock);
  byId(callIds.overtime).hidden = !isOverrun;
  for (const kind of ["audio", "video"] as const) {
    const [id, off, on] = muteWords[kind];
    write(id, muted[kind] ? on : off);
  }
  for (const id of [callIds.line, callIds.controls]) byId(id).hidden = isOver;
}

/** Nothing runs any more: what was recorded, papers and script stand, the rest goes. */
function drawOver(): void {
  for (const id of [callIds.phone, callIds.talkForm, deviceIds.choice, deviceIds.notice]) byId(id).hidden = true;
  byId(callIds.talkPanel).hidden = byId(callIds.talk).childElementCount === 0;
}

/** Covers the whole width: nothing of the call stays on this page. */
function drawElsewhere(why: DeskScreen["elsewhere"]): void {
  const place = byId(callIds.elsewhere);
  const isNew = place.hidden && why !== "";
  place.hidden = why === "";
  if (why !== "") told(place).why = why;
  if (!isNew) return;
  for (const open of document.querySelectorAll<HTMLDialogElement>(`dialog[open]:not(#${deskIds.lock})`)) open.close();
  place.focus();
}

/** Somebody knocked: the title says so until the page is looked at. */
export function ring(): void {
  const title = document.title;
  document.title = "● Titular na sala de espera";
  addEventListener("focus", () => (document.title = title), { once: true });
  if (document.hasFocus()) setTimeout(() => (document.title = title), 5000);
}

/** Document and live picture grow together, so that both are compared at one scale. */
export function openZoom(): void {
  const zoom = (step: 1 | -1) => {
    const centre = byId(callIds.centre);
    const at = zooms.indexOf(told(centre).zoom ?? "1");
    told(centre).zoom = zooms[Math.min(Math.max(0, at + step), zooms.length - 1)];
  };
  byId(callIds.larger).addEventListener("click", () => zoom(1));
  byId(callIds.smaller).addEventListener("click", () => zoom(-1));
}

function write(id: string, words: string): void {
  const place = byId(id);
  if (place.textContent !== words) place.textContent = words;
}
