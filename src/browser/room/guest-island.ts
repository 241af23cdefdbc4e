import { RoomEngine } from "../call/room-engine.ts";
import { browserKind } from "../devices/browser-kind.ts";
import { helpLine } from "../devices/device-help.ts";
import { DevicePanel } from "../devices/device-panel.ts";
import { roomDeviceWords } from "../devices/device-words.ts";
import { whyNoDevices } from "../devices/room-devices.ts";
import { openTestPicture } from "../devices/room-test-picture.ts";
import { byId } from "../tab/by-id.ts";
import { openButtons } from "../tab/open-buttons.ts";
import { show, tell, warn, warnBriefly } from "../tab/room-screen.ts";
import { keepAwake } from "../tab/wake-lock.ts";
import { addLine, openTalk } from "./room-talk.ts";

// The interpreter's page. In the media only while the holder is in; the server holds that line.

const page = byId("convidado");
const agentName = page.dataset["agent"]!;
const browser = browserKind(navigator.userAgent);
const waiting = "Esperando o agente admitir o titular.";

const room = new RoomEngine(page.dataset["room"]!, "interpreter", {
  room(picture) {
    const { state } = picture;
    tell("convidado-aparelhos", roomDeviceWords(picture, "interpreter"));
    if (state === "ended") {
      room.close();
      show("ended", "A videoconferência terminou");
    } else if (state === "in-session" && room.local) room.joinCall();
    else if (state !== "in-session") {
      room.leaveCall();
      byId("convidado-estado").textContent = waiting;
    }
  },
  link(state) {
    if (state === "closed") {
      room.close();
      show("elsewhere", "Você entrou em outra página");
    } else warn(state === "lost" ? "A conexão caiu. Voltamos sozinhos." : "");
  },
  call(state) {
    const words = {
      idle: waiting,
      connecting: "Conectando…",
      connected: "Todos veem e ouvem você.",
      lost: "Reconectando…",
    };
    byId("convidado-estado").textContent = words[state];
  },
  remote([agent, applicant]) {
    byId<HTMLVideoElement>("convidado-agente").srcObject = agent ?? null;
    byId<HTMLVideoElement>("convidado-titular").srcObject = applicant ?? null;
  },
  message(message) {
    if (message.type === "welcome") for (const line of message.said) addLine(line, agentName);
    else if (message.type === "said") addLine(message.line, agentName);
    else if (message.type === "error" && message.about !== "join") warnBriefly(`${message.title} ${message.advice}`);
  },
  devices: () => panel.show(),
});
const panel = new DevicePanel(room.devices, browser);
openTalk(room);

async function start(): Promise<void> {
  byId("convidado-problema").hidden = true;
  try {
    await room.openDevices(begin);
    begin();
  } catch (error) {
    const words = helpLine(await whyNoDevices(error), browser);
    if (room.local) return;
    byId("convidado-problema-texto").textContent = words;
    byId("convidado-problema").hidden = false;
  }
}

function begin(): void {
  const stream = room.local;
  if (!stream) return;
  byId<HTMLVideoElement>("convidado-propria").srcObject = stream;
  show("call", "Você é o intérprete");
  keepAwake();
  room.joinCall();
}

page.addEventListener("click", ({ target }) => {
  const action = target instanceof Element ? target.closest<HTMLElement>("[data-do]")?.dataset["do"] : undefined;
  if (action === "start") void start();
  else if (action === "test-picture") {
    const stream = openTestPicture("Intérprete de teste");
    room.useStream(stream);
    begin();
  }
});
openButtons(page);
