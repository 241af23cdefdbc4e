import * as cameraIds from "../../contract/page-ids/camera-ids.ts";
import { RoomEngine } from "../call/room-engine.ts";
import { LatePanel } from "../devices/late-panel.ts";
import { switchTorch, whyNoDevices } from "../devices/room-devices.ts";
import { byId } from "../tab/by-id.ts";
import { latePart } from "../tab/late-part.ts";
import { openButtons } from "../tab/open-buttons.ts";
import { announce, show, warn, warnBriefly } from "../tab/room-screen.ts";
import { telling, told } from "../tab/told.ts";
import { keepAwake } from "../tab/wake-lock.ts";
import { answerStill } from "./room-stills.ts";

// The holder's phone as document camera of a running call: it sends its rear camera and takes the stills it is asked for.

const page = byId(cameraIds.page);
const testPicture = latePart<typeof import("../devices/test-picture-island.ts")>(told(page).picture!);
const waiting = "Esperando o agente admitir você no computador.";

const room = new RoomEngine(told(page).room!, "camera", {
  room({ state }) {
    if (state === "ended") return end();
    if (state === "in-session" && room.local) room.joinCall();
    if (state !== "in-session") room.leaveCall();
    if (state !== "in-session") byId(cameraIds.state).textContent = waiting;
  },
  link(state) {
    if (state === "closed") {
      room.close();
      show("elsewhere", "Esta câmera foi trocada");
    } else warn(state === "lost" ? "A conexão caiu. Voltamos sozinhos." : "");
  },
  call(state) {
    const words = {
      idle: waiting,
      connecting: "Conectando…",
      connected: "O agente vê esta câmera.",
      lost: "Reconectando…",
    };
    byId(cameraIds.state).textContent = words[state];
    if (state === "connected") announce(words.connected);
  },
  message(message) {
    if (message.type === "still-wanted") void answerStill(room, message.nonce, message.kind);
    else if (message.type === "error" && message.about !== "join") warnBriefly(`${message.title} ${message.advice}`);
  },
  devices() {
    panel.show();
    if (room.local) showTorch(room.local);
  },
});
const panel = new LatePanel(page, room.devices);

function end(): void {
  room.close();
  show("ended", "A videoconferência terminou");
}

async function start(): Promise<void> {
  byId(cameraIds.trouble).hidden = true;
  try {
    await room.openDevices(begin);
    begin();
  } catch (error) {
    const words = await panel.helpLine(await whyNoDevices(error, ["video"]));
    if (room.local) return;
    byId(cameraIds.troubleText).textContent = words;
    byId(cameraIds.trouble).hidden = false;
  }
}

function showTorch(stream: MediaStream): void {
  const { torch } = (stream.getVideoTracks()[0]?.getCapabilities?.() ?? {}) as { torch?: boolean };
  byId(cameraIds.torch).hidden = !torch;
}

function begin(): void {
  const stream = room.local;
  if (!stream) return;
  byId<HTMLVideoElement>(cameraIds.picture).srcObject = stream;
  showTorch(stream);
  show("call", "Este celular mostra o documento");
  keepAwake();
  room.joinCall();
}

async function torch(button: HTMLElement): Promise<void> {
  const on = button.getAttribute("aria-pressed") !== "true";
  const isDone = room.local && (await switchTorch(room.local, on).catch(() => false));
  if (!isDone) {
    warnBriefly("A luz não respondeu. Use outra luz e continue.");
    return;
  }
  button.setAttribute("aria-pressed", String(on));
  button.textContent = on ? "Desligar a luz" : "Ligar a luz";
}

async function useTestPicture(): Promise<void> {
  const { openTestPicture } = await testPicture();
  const stream = openTestPicture("Documento de teste");
  for (const track of stream.getAudioTracks()) stream.removeTrack(track);
  room.useStream(stream);
  begin();
}

page.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>(telling("do")) : null;
  const action = told(button).do;
  if (action === "start") void start();
  else if (action === "torch") void torch(button!);
  else if (action === "test-picture") void useTestPicture();
});
openButtons(page);
