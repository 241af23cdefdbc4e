import * as roomIds from "../../contract/page-ids/room-ids.ts";
import * as seatIds from "../../contract/page-ids/seat-ids.ts";
import type { ServerMessage } from "../../contract/room-wire.ts";
import { GuestFrame } from "../call/guest-frame.ts";
import { RoomEngine } from "../call/room-engine.ts";
import { browserKind } from "../devices/browser-kind.ts";
import type { Kind } from "../devices/device-list.ts";
import { DevicePanel } from "../devices/device-panel.ts";
import { showWayOut } from "../devices/in-app-notice.ts";
import { byId } from "../tab/by-id.ts";
import { openButtons } from "../tab/open-buttons.ts";
import { speakPlainly } from "../tab/plain-validity.ts";
import { announce, present, ring, showStream, turn } from "../tab/room-screen.ts";
import { telling, told } from "../tab/told.ts";
import { keepAwake, letSleep } from "../tab/wake-lock.ts";
import { draw } from "./holder-drawing.ts";
import {
  firstState,
  type HolderState,
  isCalled,
  refusalMs,
  type Screen,
  screenOf,
  withPicture,
} from "./holder-screen.ts";
import { RoomDoor } from "./room-door.ts";
import { stopLineTest, tryLine } from "./room-line.ts";
import { showPhoneCode } from "./room-phone.ts";
import { endPush, offerPush } from "./room-push.ts";
import { answerStill } from "./room-stills.ts";
import { addLine, openTalk } from "./room-talk.ts";

// The applicant's room: what is known stands in one state, `screenOf` decides the screen; this page only adds its own devices.

const page = byId(roomIds.page);
const name = told(page).name ?? "";
const browser = browserKind(navigator.userAgent);
/** "Ingressar agora" pressed before the room opened: kept over a reload. */
const rememberWish = "confere-quero-entrar";

const state: HolderState = { ...firstState, wishes: sessionStorage.getItem(rememberWish) !== null };
const guest = new GuestFrame(roomIds.interpreter, roomIds.interpreter);
speakPlainly();
const switchWords: Record<Kind, [string, string]> = {
  audio: ["Desligar microfone", "Ligar microfone"],
  video: ["Desligar câmera", "Ligar câmera"],
};

const room = new RoomEngine(told(page).room!, "applicant", {
  room: (picture) => note(withPicture(state, picture, Date.now())),
  link: (link) => note({ link }),
  call(call) {
    if (call === "connected" && state.call !== "connected") announce("Conectado.", "assertive");
    // Out of the call nothing is known to arrive.
    note(call === "connected" ? { call } : { call, ticks: undefined });
  },
  remote([agent, , interpreter]) {
    guest.comes(interpreter);
    // Some phones play sound only after a touch; the button is that touch.
    showStream(roomIds.agent, agent, (playing) => {
      byId(roomIds.sound).hidden = playing;
    });
  },
  ticks: (ticks) => note({ ticks }),
  message: receive,
  devices() {
    door.devicesChanged(present() === "check");
    panel.show();
    byId(roomIds.flip).hidden = room.devices.isMade || room.devices.list.video.length < 2;
  },
});
const panel = new DevicePanel(room.devices, browser);
const door = new RoomDoor(room, browser, {
  opened(stream) {
    render();
    if (state.picture?.applicant.place === "admitted") return;
    void tryLine(page, stream, (cure, transport) => {
      note({ cure });
      if (transport) room.prefer(transport);
    });
  },
  passed: render,
  failed: () => note({ asksStart: true }),
});

if (told(page).transport === "tcp") room.prefer("tcp");

const agentPicture = byId<HTMLVideoElement>(roomIds.agent);
for (const event of ["loadeddata", "emptied"])
  agentPicture.addEventListener(event, () => {
    byId(roomIds.pictureComing).hidden = agentPicture.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  });

function note(change: Partial<HolderState>): void {
  Object.assign(state, change);
  render();
}

function render(): void {
  // Leaving changes the state, so it comes before the look at it.
  if (state.picture && state.link !== "closed" && !isCalled(state)) room.leaveCall();
  if (present() === "ended") return;
  state.hasDevices = room.local !== undefined;
  state.isTested = door.isPassed;
  const screen = screenOf(state, Date.now());
  if (!screen || (screen.check?.knocks && sendKnock())) return;
  enter(screen);
  draw(screen, guest);
  if (screen.name === "waiting") offerPush();
  if (screen.name === "call") room.joinCall();
}

/** What a screen does beside what it shows; most of it once, as it comes. */
function enter({ name, check }: Screen): void {
  const isNew = present() !== name;
  if (name === "elsewhere") room.closeDevices();
  if (name === "ended") end();
  if (check?.isClosed || name === "waiting") keepAwake();
  if (name === "waiting") {
    door.stop();
    byId<HTMLVideoElement>(roomIds.waitingPicture).srcObject = room.local ?? null;
  }
  if (name === "call" && isNew) answer();
}

function answer(): void {
  door.stop();
  stopLineTest();
  ring();
  announce("O agente está chamando você.", "assertive");
  byId<HTMLVideoElement>(roomIds.own).srcObject = room.local ?? null;
  for (const [id, kind] of [
    [roomIds.muteAudio, "audio"],
    [roomIds.muteVideo, "video"],
  ] as const)
    turn(byId(id), switchWords[kind], room.devices.one[kind].isOff);
  keepAwake();
}

function end(): void {
  room.close();
  door.stop();
  letSleep();
  void endPush();
  // The server knows by now how it ended, or that it is being decided; its page says so.
  setTimeout(() => location.reload(), 3000);
}

function receive(message: ServerMessage): void {
  if (message.type === "welcome") {
    byId(seatIds.talk).replaceChildren();
    for (const line of message.said) addLine(line, agentName());
  } else if (message.type === "said") addLine(message.line, agentName());
  else if (message.type === "still-wanted") void answerStill(room, message.nonce, message.kind);
  else if (message.type === "error" && message.about !== "join") refuse(`${message.title} ${message.advice}`);
}

const agentName = () => state.picture?.agent.name ?? "Agente";

/** What was pressed came to nothing, and why. */
function refuse(words: string, isUnsent = false): void {
  note({ refusal: { words, until: Date.now() + refusalMs, isUnsent } });
}

function knock(): void {
  if (state.picture?.state === "early") {
    sessionStorage.setItem(rememberWish, typedName() || name);
    note({ left: false, wishes: true });
    return;
  }
  state.left = false;
  sendKnock();
  render();
}

/** False where the line is away. */
function sendKnock(): boolean {
  const device = door.result();
  room.mute("audio", !byId<HTMLInputElement>(roomIds.withAudio).checked);
  room.mute("video", !byId<HTMLInputElement>(roomIds.withVideo).checked);
  const wished = sessionStorage.getItem(rememberWish);
  const isSent = room.send({ type: "knock", name: wished ?? (typedName() || name), device });
  state.knocksInVain = !isSent;
  if (!isSent) return false;
  sessionStorage.removeItem(rememberWish);
  state.wishes = false;
  door.keep(told(page).order!);
  return true;
}

const typedName = () => byId<HTMLInputElement>(roomIds.typedName).value.trim();

/** A press while the line is away says so. What was said is not kept; the consent is (`RoomLink`), and goes with the line. */
function send(message: Extract<Parameters<typeof room.send>[0], { type: "say" | "consent" }>): void {
  if (room.send(message)) return;
  const what = {
    say: "isto não foi enviado. Aperte de novo em instantes.",
    consent: "o seu consentimento vai assim que ela voltar.",
  };
  refuse(`A conexão caiu: ${what[message.type]}`, true);
}

async function flip(): Promise<void> {
  if (!(await room.devices.flip())) refuse("Não foi possível virar a câmera.");
}

const actions: Record<string, (button: HTMLButtonElement) => void> = {
  start: () => note({ asksStart: true }),
  allow: () => void door.allow(),
  "test-picture": () => door.useTestPicture(name),
  knock,
  consent: () => send({ type: "consent" }),
  "mute-audio": (button) => room.mute("audio", turn(button, switchWords.audio)),
  "mute-video": (button) => room.mute("video", turn(button, switchWords.video)),
  flip: () => void flip(),
  answer: ({ value }) => send({ type: "say", text: value }),
  phone: () => void showPhoneCode(told(page).room!),
  deaf: () => send({ type: "say", text: "Não estou ouvindo." }),
  leave: () => note({ left: true }),
};

page.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLButtonElement>(telling("do")) : null;
  if (button) actions[told(button).do!]?.(button);
});
byId(roomIds.knockForm).addEventListener("submit", (event) => {
  event.preventDefault();
  knock();
});
openTalk(room);
byId(roomIds.sound).addEventListener("click", () => void agentPicture.play());
byId(roomIds.comeBackHere).addEventListener("click", () => location.reload());
setInterval(render, 5000);
if (browser.inApp) showWayOut(browser);

openButtons(page);
void door.comeBack(name, told(page).demo === "sim");
