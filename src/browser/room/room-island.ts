import * as roomIds from "../../contract/page-ids/room-ids.ts";
import * as seatIds from "../../contract/page-ids/seat-ids.ts";
import type { RoomPicture, ServerMessage } from "../../contract/room-wire.ts";
import { GuestFrame } from "../call/guest-frame.ts";
import type { CallState } from "../call/room-call.ts";
import { RoomEngine } from "../call/room-engine.ts";
import { RoomWarning } from "../call/room-warning.ts";
import { othersWords, pauseWords, waitingWords } from "../call/room-words.ts";
import { browserKind } from "../devices/browser-kind.ts";
import type { Kind } from "../devices/device-list.ts";
import { DevicePanel } from "../devices/device-panel.ts";
import { roomDeviceWords } from "../devices/device-words.ts";
import { showWayOut } from "../devices/in-app-notice.ts";
import { AgentPresence } from "../tab/agent-presence.ts";
import { byId } from "../tab/by-id.ts";
import { openButtons } from "../tab/open-buttons.ts";
import { speakPlainly } from "../tab/plain-validity.ts";
import { announce, hourOf, present, ring, show, showStream, tell, turn, warn } from "../tab/room-screen.ts";
import { keepAwake, letSleep } from "../tab/wake-lock.ts";
import { RoomDoor } from "./room-door.ts";
import { stopLineTest, tryLine } from "./room-line.ts";
import { showPhone, showPhoneCode } from "./room-phone.ts";
import { endPush, offerPush } from "./room-push.ts";
import { answerStill, restStill } from "./room-stills.ts";
import { addLine, openTalk } from "./room-talk.ts";
import { forgetTicks, showTicks } from "./room-ticks.ts";

// The applicant's room: what the server holds (the picture) decides the screen; this page only adds its own devices.

const page = byId(roomIds.page);
const name = page.dataset["name"] ?? "";
const browser = browserKind(navigator.userAgent);
/** "Ingressar agora" pressed before the room opened: kept over a reload. */
const rememberWish = "confere-quero-entrar";

const agent = new AgentPresence();
const guest = new GuestFrame(roomIds.interpreter, roomIds.interpreter);
let picture: RoomPicture | undefined;
let line: "open" | "lost" | "closed" = "lost";
let call: CallState = "idle";
let left = false;
let clockSkew = 0;
/** The words of this wait were announced. */
let heard = false;
const warning = new RoomWarning(warn);
speakPlainly();
const switchWords: Record<Kind, [string, string]> = {
  audio: ["Desligar microfone", "Ligar microfone"],
  video: ["Desligar câmera", "Ligar câmera"],
};

const room = new RoomEngine(page.dataset["room"]!, "applicant", {
  room(next) {
    // Also for whoever was cut off when it was said.
    if (picture !== undefined && next.session > picture.session) warning.noteVoided();
    picture = next;
    clockSkew = Date.parse(next.now) - Date.now();
    render();
  },
  link(state) {
    line = state;
    render();
  },
  call(state) {
    if (state === "connected" && call !== "connected") announce("Conectado.", "assertive");
    call = state;
    if (state !== "connected") forgetTicks();
    render();
  },
  remote([agent, , interpreter]) {
    guest.comes(interpreter);
    // Some phones play sound only after a touch; the button is that touch.
    showStream(roomIds.agent, agent, (playing) => {
      byId(roomIds.sound).hidden = playing;
    });
  },
  ticks: showTicks,
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
    if (picture?.applicant.place !== "admitted") void tryLine(page, stream, (transport) => room.prefer(transport));
  },
  passed: render,
});

if (page.dataset["transport"] === "tcp") room.prefer("tcp");

const now = () => Date.now() + clockSkew;

const agentPicture = byId<HTMLVideoElement>(roomIds.agent);
for (const event of ["loadeddata", "emptied"])
  agentPicture.addEventListener(event, () => {
    byId(roomIds.pictureComing).hidden = agentPicture.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  });

function render(): void {
  if (line === "closed") {
    room.closeDevices();
    show("elsewhere", "A sala está aberta em outro lugar");
    return;
  }
  if (!picture || present() === "ended") return;
  const { place } = picture.applicant;
  const ended = picture.state === "ended";
  const called = place === "admitted" && !left && !ended;
  if (!called) room.leaveCall();
  if (ended) end();
  else if (!room.local) renderWithoutDevices(picture);
  else if (called) renderCall(picture);
  else if (place === "none") renderCheck(picture);
  else renderWaiting(picture);
}

function renderWithoutDevices({ state, startsAt, opensAt, applicant }: RoomPicture): void {
  const back = applicant.place === "waiting" || applicant.place === "admitted";
  if (state === "early" && present() !== "start")
    show("early", `Sua videoconferência é às ${hourOf(startsAt)}. A sala abre às ${hourOf(opensAt)}.`);
  else show("start", back ? "Volte à sala" : "Vamos testar câmera e microfone");
}

function renderCheck(current: RoomPicture): void {
  const early = current.state === "early";
  const wishes = sessionStorage.getItem(rememberWish) !== null;
  if (wishes && !early) {
    knock();
    return;
  }
  show("check", wishes ? "Você entra sozinho" : door.isPassed ? "Tudo certo" : "Vamos testar câmera e microfone");
  if (door.isPassed && !wishes) announce("Tudo certo. Aperte Ingressar agora.");
  const hour = hourOf(current.opensAt);
  tell(
    roomIds.early,
    !early ? "" : wishes ? `A sala abre às ${hour} e você entra. Deixe esta página aberta.` : `A sala abre às ${hour}.`,
  );
  byId<HTMLButtonElement>(roomIds.knock).disabled = wishes;
  if (wishes) keepAwake();
  warnOfLine(false);
}

function renderWaiting(current: RoomPicture): void {
  door.stop();
  const words = waitingWords(current, left, now());
  show("waiting", words.title);
  byId(roomIds.waitingText).textContent = words.text;
  byId(roomIds.waitingAgain).hidden = !words.again;
  byId(roomIds.waitingKept).hidden = words.again;
  byId<HTMLVideoElement>(roomIds.waitingPicture).srcObject = room.local ?? null;
  // What the wait is about is said soon after the knock, then at most once a minute.
  const said = announce(
    `${words.title}. ${words.text}`,
    words.urgent ? "assertive" : "polite",
    heard ? 60_000 : 10_000,
  );
  heard ||= said;
  offerPush();
  keepAwake();
  warnOfLine(true);
}

function renderCall(current: RoomPicture): void {
  if (present() !== "call") {
    heard = false;
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
  const connected = call === "connected";
  const { step } = current;
  const title = step ? `${step.number} de ${step.total} · ${step.title}` : "Você está com o agente";
  show("call", connected ? title : call === "lost" ? title : "O agente está chamando você");
  if (tell(roomIds.step, step?.text ?? "")) restStill();
  tell(roomIds.others, othersWords(current.others));
  guest.seated(current.others.some(({ member }) => member === "interpreter"));
  const away = agent.words(current);
  if (tell(roomIds.agentAway, away)) announce(away || `${current.agent.name} está na chamada.`, "assertive");
  const stopped = roomDeviceWords(current, "applicant");
  if (tell(roomIds.agentDevices, stopped) && (stopped || !current.pause))
    announce(stopped || "A imagem e o som do outro lado voltaram.", "assertive");
  const pause = pauseWords(current.pause);
  if (tell(roomIds.pause, pause)) announce(pause || "O agente voltou.", "assertive");
  showPhone(current.camera.connected);
  byId(roomIds.consent).hidden = !connected || current.consentAt !== null;
  byId(roomIds.agree).hidden = !current.recorded;
  byId(roomIds.recordingBegins).hidden = current.recorded;
  room.joinCall();
  warnOfLine(true);
}

function warnOfLine(inRoom: boolean): void {
  const lost = line === "lost" || (inRoom && call === "lost");
  warning.show({ inRoom, lost, consented: Boolean(picture?.consentAt) });
}

function end(): void {
  warning.clear();
  show("ended", "A videoconferência terminou");
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
  else if (message.type === "error" && message.about !== "join") warning.refused(`${message.title} ${message.advice}`);
}

const agentName = () => picture?.agent.name ?? "Agente";

function knock(): void {
  left = false;
  const typed = byId<HTMLInputElement>(roomIds.typedName).value.trim();
  if (picture?.state === "early") {
    sessionStorage.setItem(rememberWish, typed || name);
    render();
    return;
  }
  const device = door.result();
  room.mute("audio", !byId<HTMLInputElement>(roomIds.withAudio).checked);
  room.mute("video", !byId<HTMLInputElement>(roomIds.withVideo).checked);
  const wished = sessionStorage.getItem(rememberWish);
  if (room.send({ type: "knock", name: wished ?? (typed || name), device })) {
    sessionStorage.removeItem(rememberWish);
    door.keep(page.dataset["order"]!);
  } else warnOfLine(true);
  if (picture?.applicant.place !== "none") render();
}

/** A press while the line is away says so: nothing is kept to be sent later. */
function send(message: Parameters<typeof room.send>[0]): void {
  if (!room.send(message)) warning.refused("A conexão caiu, e isto não foi enviado. Aperte de novo em instantes.");
}

async function flip(): Promise<void> {
  if (!(await room.devices.flip())) warning.refused("Não foi possível virar a câmera.");
}

const actions: Record<string, (button: HTMLButtonElement) => void> = {
  start: () => show("start", "Vamos testar câmera e microfone"),
  allow: () => void door.allow(),
  "test-picture": () => door.useTestPicture(name),
  knock,
  consent: () => send({ type: "consent" }),
  "mute-audio": (button) => room.mute("audio", turn(button, switchWords.audio)),
  "mute-video": (button) => room.mute("video", turn(button, switchWords.video)),
  flip: () => void flip(),
  answer: ({ value }) => send({ type: "say", text: value }),
  phone: () => void showPhoneCode(page.dataset["room"]!),
  deaf: () => send({ type: "say", text: "Não estou ouvindo." }),
  leave: () => {
    left = true;
    render();
  },
};

page.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLButtonElement>("[data-do]") : null;
  if (button) actions[button.dataset["do"]!]?.(button);
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
void door.comeBack(name, page.dataset["demo"] === "sim");
