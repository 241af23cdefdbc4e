/** The agent's call: live picture, admission, captures by key, text, and the proof that the recording grows. */

import { attributeOf } from "../../contract/page-data.ts";
import * as callIds from "../../contract/page-ids/call-ids.ts";
import * as deskIds from "../../contract/page-ids/desk-ids.ts";
import * as deviceIds from "../../contract/page-ids/device-ids.ts";
import type { ServerMessage } from "../../contract/room-wire.ts";
import { GuestFrame } from "../call/guest-frame.ts";
import { RoomEngine } from "../call/room-engine.ts";
import { unsentWords } from "../call/room-words.ts";
import { roomDeviceWords } from "../devices/device-words.ts";
import { showStream, tell } from "../tab/room-screen.ts";
import { telling, told } from "../tab/told.ts";
import { CallBar } from "./desk-call-bar.ts";
import { callWords, endedWords, guestAwaitedWords, offlineWords, stillFailedWords } from "./desk-call-words.ts";
import { DeskCamera } from "./desk-camera.ts";
import { DeskComplaint } from "./desk-complaint.ts";
import { openInterpreterInvitation } from "./desk-interpreter.ts";
import { listenToKeys, scrollTogether } from "./desk-keys.ts";
import { openPanes } from "./desk-panes.ts";

const byId = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
const place = byId(callIds.page);
const admission = () => byId(callIds.admission);

const complaint = new DeskComplaint(byId(callIds.trouble));
const guest = new GuestFrame(callIds.interpreterFrame, callIds.interpreter);
const bar = new CallBar(told(place).endsAt ?? "", () => told(admission()));
let guestName = "";
const tellGuest = () => tell(callIds.interpreterAwaited, guest.isAwaited ? guestAwaitedWords(guestName) : "");
let shownStep = "";
/** Another agent goes on with this sitting. */
let passedOn = false;
let isOver = false;
let shownPlace = told(admission()).place;

const panes = openPanes({ trouble: complaint.trouble, swapped: afterSwap });
const room = new RoomEngine(told(place).room ?? "", "agent", {
  room(picture) {
    const now = picture.state === "ended" ? "ended" : picture.applicant.place;
    if (picture.state === "in-session" && room.local) room.joinCall();
    const interpreter = picture.others.find(({ member }) => member === "interpreter");
    guest.seated(interpreter !== undefined);
    guestName = interpreter?.name ?? "";
    tellGuest();
    tell(callIds.applicantDevices, roomDeviceWords(picture, "agent"));
    byId(callIds.interpreterName).textContent = interpreter ? `Intérprete: ${interpreter.name}` : "Intérprete";
    if (now !== "admitted") room.leaveCall();
    bar.pause(picture.pause !== null);
    if (picture.recorded !== recordedSeen) {
      recordedSeen = picture.recorded;
      void panes.refresh();
    }
    if (now !== shownPlace || picture.consentAt || pauseSeen !== Boolean(picture.pause)) {
      pauseSeen = Boolean(picture.pause);
      void settle(now, picture.consentAt, pauseSeen);
    }
  },
  link(state) {
    if (isOver) return;
    if (state === "closed") leaveHere();
    if (state === "lost") recordingOk = undefined;
    if (state === "open") complaint.over(offlineWords);
    bar.link(state);
  },
  call(state) {
    if (isOver) return;
    const waiting = state === "idle" && room.local ? "ready" : state;
    byId(callIds.state).textContent = callWords[waiting];
  },
  remote(streams) {
    showStream(callIds.applicant, streams[0]);
    guest.comes(streams[2]);
    tellGuest();
    byId(callIds.phone).hidden = streams[1] === undefined;
    showStream(callIds.phone, streams[1]);
  },
  message: hear,
  devices: () => isOver || camera.devicesChanged(),
});
const camera = new DeskCamera(room, complaint.say, () => {
  if (told(admission()).place === "admitted") room.joinCall();
});

/** What the decision pane was last drawn with. The server's own note follows a second or more later: a pane that contradicts the proof is drawn again. */
let recordingOk: boolean | undefined;
let sessionBroken = false;
let redrawnAt = 0;
function proveRecording(ok: boolean, broken: boolean): void {
  // Told when the limit passes, not when both are back.
  if (broken !== sessionBroken) {
    sessionBroken = broken;
    void panes.refresh();
  }
  const faulty = document.querySelector(`#${callIds.script} [${attributeOf("lack")}=recording]`) !== null;
  const stale = ok === faulty && Date.now() - redrawnAt > 3000;
  if (ok === recordingOk && !stale) return;
  recordingOk = ok;
  redrawnAt = Date.now();
  setTimeout(() => void panes.refresh(), 1500);
}

let consentSeen: string | null = null;
let recordedSeen = false;
let pauseSeen = document.getElementById(callIds.resume) !== null;
let settled = "";
/** The holder moved or agreed: the panes that say so come anew, once. */
async function settle(now: string, consentAt: string | null, paused: boolean): Promise<void> {
  if (now === shownPlace && consentAt === consentSeen && settled === String(paused)) return;
  settled = String(paused);
  if (now === "waiting" && shownPlace === "none") bar.ring();
  shownPlace = now;
  consentSeen = consentAt;
  await panes.refresh();
}

function hear(message: ServerMessage): void {
  if (message.type === "welcome") for (const line of message.said) say(line.id, line.by, line.text);
  else if (message.type === "said") say(message.line.id, message.line.by, message.line.text);
  else if (message.type === "recording") {
    bar.recording(message);
    proveRecording(message.ok, message.broken);
  } else if (message.type === "line" && message.of === "applicant") bar.line(message);
  else if (message.type === "still-kept" || message.type === "session-voided") void panes.refresh();
  else if (message.type === "still-failed") complaint.answer(stillFailedWords(message.kind, message.why));
  else if (message.type === "error" && message.about !== "join") {
    passedOn ||= message.code === "room-passed-on";
    complaint.answer(`${message.title} ${message.advice}`);
  }
  if (message.type === "welcome") tellStep(true);
}

function say(id: string, by: string, text: string): void {
  const list = byId(callIds.talk);
  if ([...list.children].some((line) => told(line as HTMLElement).id === id)) return;
  const line = document.createElement("li");
  line.className = by;
  told(line).id = id;
  const who = document.createElement("span");
  who.className = "hint";
  who.textContent = by === "agent" ? "Agente: " : by === "applicant" ? "Titular: " : "";
  line.append(who, text);
  list.append(line);
  line.scrollIntoView({ block: "nearest" });
}

/** The holder's page shows the step that stands open here. */
function tellStep(again = false): void {
  const step = told(byId(callIds.script)).step ?? "";
  if (step === "" || (step === shownStep && !again)) return;
  if (
    room.send({ type: "step", ...(JSON.parse(step) as { number: number; total: number; title: string; text: string }) })
  )
    shownStep = step;
}

function afterSwap(): void {
  complaint.read();
  tellStep();
  shownPlace = told(admission()).place ?? shownPlace;
  if (shownPlace === "ended") finish();
  const now = document.querySelector<HTMLElement>(`#${callIds.script} li.now`);
  now?.scrollIntoView({ block: "nearest" });
}

/** The call ended, by whomever: no device of the agent's stays open, and the strip stops. Papers and script stay. */
function finish(): void {
  if (isOver) return;
  isOver = true;
  room.close();
  hideStreams();
  for (const id of [
    callIds.own,
    callIds.phone,
    callIds.camera,
    callIds.talkForm,
    deviceIds.choice,
    deviceIds.notice,
    callIds.applicantDevices,
  ])
    byId(id).hidden = true;
  byId(callIds.talkPanel).hidden = byId(callIds.talk).childElementCount === 0;
  byId(callIds.state).textContent = endedWords;
  bar.end();
}

function hideStreams(): void {
  for (const id of [callIds.applicant, callIds.own, callIds.phone]) showStream(id, undefined);
  guest.comes(undefined);
  tell(callIds.interpreterAwaited, "");
}

/** Another window took the call, or another agent goes on with it: said over the whole width, nothing of it stays on here. */
let hadCamera = false;
function leaveHere(): void {
  hadCamera = room.stepBack();
  hideStreams();
  byId(callIds.own).hidden = true;
  bar.elsewhere(passedOn ? "Outro agente atende" : "A gravação segue na outra janela");
  byId(callIds.state).textContent = "";
  for (const open of document.querySelectorAll<HTMLDialogElement>(`dialog[open]:not(#${deskIds.lock})`)) open.close();
  const place = byId(callIds.elsewhere);
  told(place).why = passedOn ? "passed-on" : "other-window";
  place.hidden = false;
  place.focus();
}

async function continueHere(): Promise<void> {
  byId(callIds.elsewhere).hidden = true;
  byId(callIds.camera).hidden = false;
  byId(callIds.state).textContent = callWords.idle;
  room.takeBack();
  if (hadCamera) await camera.open();
  await panes.refresh();
}

byId(callIds.continueHere).addEventListener("click", () => void continueHere());

function askStill(kind: string): void {
  complaint.say("");
  if (!room.send({ type: "ask-still", kind: kind as "face" })) complaint.say(offlineWords);
}

// Admitting without a picture of the agent would begin a call in which the holder sees nobody: the camera opens first.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target as HTMLFormElement;
    if (told(form).swapForm !== undefined) complaint.say("");
    if (told(form).admit !== undefined && !room.local) {
      event.preventDefault();
      event.stopImmediatePropagation();
      void camera.open().then((open) => open && form.requestSubmit());
    } else if (told(form).end !== undefined && !confirm("Encerrar a chamada para os dois?")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (form.id === callIds.talkForm) {
      const field = byId<HTMLInputElement>(callIds.talkText);
      const text = field.value.trim();
      event.preventDefault();
      if (text !== "") room.send({ type: "say", text });
      field.value = "";
    }
  },
  { capture: true },
);

document.addEventListener("click", (event) => {
  const button = (event.target as Element).closest<HTMLButtonElement>("button[name]");
  if (button?.name === "still") askStill(button.value);
  else if (button?.name === "say") room.send({ type: "say", text: button.value });
});

const capture = (kind: string) => () => askStill(kind);
const dialog = byId<HTMLDialogElement>(callIds.keys);
const press = (id: string) => () => document.getElementById(id)?.click();

/** Out of a pause by the same key; into one only with its reason. */
function pause(): void {
  const back = document.getElementById(callIds.resume);
  if (back) {
    back.click();
    return;
  }
  const details = document.getElementById(callIds.pause) as HTMLDetailsElement | null;
  if (!details) return;
  details.open = true;
  document.getElementById(callIds.pauseReason)?.focus();
}

// An offer to a colleague is answered at their desk: this page looks for the answer.
setInterval(() => {
  if (document.querySelector(telling("handOverOpen"))) void panes.refresh();
}, 3000);

byId(callIds.showKeys).addEventListener("click", () => dialog.showModal());
listenToKeys(
  {
    "1": capture("face"),
    "2": capture("document-front"),
    "3": capture("document-back"),
    // The question where one is asked, else the step's own text.
    t: () => [...document.querySelectorAll<HTMLElement>(`#${callIds.script} button[name=say]`)].at(-1)?.click(),
    p: pause,
    m: press(callIds.muteAudio),
    "+": press(callIds.larger),
    "-": press(callIds.smaller),
    "?": () => dialog.showModal(),
  },
  () => byId<HTMLInputElement>(deskIds.keysOn).checked && !document.querySelector("dialog[open]") && !isOver,
);
scrollTogether();
openInterpreterInvitation(told(place).room ?? "");

room.onUnsent = (count) => {
  byId(callIds.talkUnsent).textContent = unsentWords(count);
};
bar.onMute = (kind, muted) => room.mute(kind, muted);
if (shownPlace === "ended") finish();
