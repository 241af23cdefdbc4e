/** The agent's call: live picture, admission, captures by key, text, and the proof that the recording grows. */

import { attributeOf } from "../../contract/page-data.ts";
import * as callIds from "../../contract/page-ids/call-ids.ts";
import * as deskIds from "../../contract/page-ids/desk-ids.ts";
import type { ServerMessage } from "../../contract/room-wire.ts";
import { GuestFrame } from "../call/guest-frame.ts";
import { RoomEngine } from "../call/room-engine.ts";
import { unsentWords } from "../call/room-words.ts";
import { byId } from "../tab/by-id.ts";
import { showStream } from "../tab/room-screen.ts";
import { telling, told } from "../tab/told.ts";
import { draw, openZoom, ring } from "./desk-call-drawing.ts";
import {
  type Admission,
  answered,
  type DeskCallState,
  type DeskScreen,
  firstState,
  newsOfProof,
  newsOfRoom,
  placeIn,
  screenOf,
  withLine,
  withLink,
  withPanes,
  withProof,
} from "./desk-call-screen.ts";
import { offlineWords, stillFailedWords } from "./desk-call-words.ts";
import { DeskCamera } from "./desk-camera.ts";
import { openInterpreterInvitation } from "./desk-interpreter.ts";
import { listenToKeys, scrollTogether } from "./desk-keys.ts";
import { openPanes } from "./desk-panes.ts";

// What is known stands in one state, `screenOf` decides what is shown; here are the devices, the wire and the presses.

const place = byId(callIds.page);
const { lines, frames } = told(byId(callIds.lowPicture));
const state = firstState(
  admission(),
  document.getElementById(callIds.resume) !== null,
  Date.parse(told(place).endsAt ?? ""),
  { lines: Number(lines), frames: Number(frames) },
);
let shown: DeskScreen | undefined;
let shownStep = "";
/** Own devices were open when another window took the call. */
let hadCamera = false;

const guest = new GuestFrame(callIds.interpreterFrame, callIds.interpreter);
const panes = openPanes({
  trouble: (words) => note({ complaint: { words, ends: "read" } }),
  swapped: afterSwap,
});
const room = new RoomEngine(told(place).room ?? "", "agent", {
  room(picture) {
    const asked = newsOfRoom(state, picture);
    if (asked?.place === "waiting" && state.asked.place === "none") ring();
    note({ picture, asked: asked ?? state.asked });
    if (picture.state === "in-session" && room.local) room.joinCall();
    if (placeIn(picture) !== "admitted") room.leaveCall();
    if (asked) void panes.refresh();
  },
  link: (link) => note(withLink(state, link)),
  call: (call) => note({ call }),
  remote(streams) {
    showStream(callIds.applicant, streams[0]);
    guest.comes(streams[2]);
    byId(callIds.phone).hidden = streams[1] === undefined;
    showStream(callIds.phone, streams[1]);
    note({ hasGuestStream: streams[2] !== undefined });
  },
  message: hear,
  devices: () => state.isOver || camera.devicesChanged(),
});
const camera = new DeskCamera(room, {
  complain,
  opening: (isOpening) => note({ isOpening }),
  opened() {
    render();
    if (state.admission.place === "admitted") room.joinCall();
  },
});

/** As the pane that is on the page now says it. */
function admission(): Admission {
  const { place = "none", admittedAt, closedAt } = told(byId(callIds.admission));
  return { place, admittedAt, closedAt };
}

function note(change: Partial<DeskCallState>): void {
  Object.assign(state, change);
  render();
}

function render(): void {
  state.hasDevices = room.local !== undefined;
  const before = shown;
  const screen = screenOf(state, Date.now());
  shown = screen;
  draw(screen, guest);
  for (const kind of ["audio", "video"] as const)
    if (screen.isSilenced[kind] !== (before?.isSilenced[kind] ?? false)) room.mute(kind, screen.isSilenced[kind]);
  if (screen.isOver && !before?.isOver) {
    // Whoever ended the call, none of the agent's devices stays open.
    room.close();
    hideStreams();
  } else if (screen.elsewhere && !before?.elsewhere) {
    hadCamera = room.stepBack();
    hideStreams();
  }
}

/** Stays until something else is said; "" takes it away. */
function complain(words: string): void {
  note({ complaint: words ? { words } : undefined });
}

function hear(message: ServerMessage): void {
  const now = Date.now();
  if (message.type === "welcome") for (const line of message.said) say(line.id, line.by, line.text);
  else if (message.type === "said") say(message.line.id, message.line.by, message.line.text);
  else if (message.type === "recording") hearProof(message, now);
  else if (message.type === "line" && message.of === "applicant") note(withLine(state, message, now));
  else if (message.type === "still-kept" || message.type === "session-voided") void panes.refresh();
  else if (message.type === "still-failed") note(answered(stillFailedWords(message.kind, message.why), now));
  else if (message.type === "error" && message.about !== "join") {
    const passedOn = state.passedOn || message.code === "room-passed-on";
    note({ ...answered(`${message.title} ${message.advice}`, now), passedOn });
  }
  if (message.type === "welcome") tellStep(true);
}

function hearProof(proof: Extract<ServerMessage, { type: "recording" }>, now: number): void {
  const isFaulty = document.querySelector(`#${callIds.script} [${attributeOf("lack")}=recording]`) !== null;
  const news = newsOfProof(state, proof, isFaulty, now);
  note({ ...withProof(state, proof, now), asked: news?.asked ?? state.asked });
  if (news) setTimeout(() => void panes.refresh(), news.isLater ? 1500 : 0);
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
  note(withPanes(state, admission()));
  tellStep();
  document.querySelector<HTMLElement>(`#${callIds.script} li.now`)?.scrollIntoView({ block: "nearest" });
}

function hideStreams(): void {
  for (const id of [callIds.applicant, callIds.own, callIds.phone]) showStream(id, undefined);
  guest.comes(undefined);
  note({ hasGuestStream: false });
}

async function continueHere(): Promise<void> {
  note({ link: "opening" });
  room.takeBack();
  if (hadCamera) await camera.open();
  await panes.refresh();
}

byId(callIds.continueHere).addEventListener("click", () => void continueHere());

function askStill(kind: string): void {
  complain("");
  if (!room.send({ type: "ask-still", kind: kind as "face" }))
    note({ complaint: { words: offlineWords, ends: "open" } });
}

// Admitting without a picture of the agent would begin a call in which the holder sees nobody: the camera opens first.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target as HTMLFormElement;
    if (told(form).swapForm !== undefined) complain("");
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
  () => byId<HTMLInputElement>(deskIds.keysOn).checked && !document.querySelector("dialog[open]") && !state.isOver,
);
scrollTogether();
openInterpreterInvitation(told(place).room ?? "");

room.onUnsent = (count) => {
  byId(callIds.talkUnsent).textContent = unsentWords(count);
};
for (const [id, kind] of [
  [callIds.muteAudio, "audio"],
  [callIds.muteVideo, "video"],
] as const)
  byId(id).addEventListener("click", () => note({ muted: { ...state.muted, [kind]: !state.muted[kind] } }));
openZoom();
setInterval(render, 1000);
render();
