import * as guestIds from "../../contract/page-ids/guest-ids.ts";
import { RoomEngine } from "../call/room-engine.ts";
import { roomDeviceWords } from "../devices/device-words.ts";
import { LatePanel } from "../devices/late-panel.ts";
import { whyNoDevices } from "../devices/room-devices.ts";
import { byId } from "../tab/by-id.ts";
import { latePart } from "../tab/late-part.ts";
import { openButtons } from "../tab/open-buttons.ts";
import { show, tell, warn, warnBriefly } from "../tab/room-screen.ts";
import { telling, told } from "../tab/told.ts";
import { keepAwake } from "../tab/wake-lock.ts";
import { addLine, openTalk } from "./room-talk.ts";

// The interpreter's page. In the media only while the holder is in; the server holds that line.

const page = byId(guestIds.page);
const agentName = told(page).agent!;
const testPicture = latePart<typeof import("../devices/test-picture-island.ts")>(told(page).picture!);
const waiting = "Esperando o agente admitir o titular.";

const room = new RoomEngine(told(page).room!, "interpreter", {
  room(picture) {
    const { state } = picture;
    tell(guestIds.devices, roomDeviceWords(picture, "interpreter"));
    if (state === "ended") {
      room.close();
      show("ended", "A videoconferência terminou");
    } else if (state === "in-session" && room.local) room.joinCall();
    else if (state !== "in-session") {
      room.leaveCall();
      byId(guestIds.state).textContent = waiting;
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
    byId(guestIds.state).textContent = words[state];
  },
  remote([agent, applicant]) {
    byId<HTMLVideoElement>(guestIds.agent).srcObject = agent ?? null;
    byId<HTMLVideoElement>(guestIds.applicant).srcObject = applicant ?? null;
  },
  message(message) {
    if (message.type === "welcome") for (const line of message.said) addLine(line, agentName);
    else if (message.type === "said") addLine(message.line, agentName);
    else if (message.type === "error" && message.about !== "join") warnBriefly(`${message.title} ${message.advice}`);
  },
  devices: () => panel.show(),
});
const panel = new LatePanel(page, room.devices);
openTalk(room);

async function start(): Promise<void> {
  byId(guestIds.trouble).hidden = true;
  try {
    await room.openDevices(begin);
    begin();
  } catch (error) {
    const words = await panel.helpLine(await whyNoDevices(error));
    if (room.local) return;
    byId(guestIds.troubleText).textContent = words;
    byId(guestIds.trouble).hidden = false;
  }
}

function begin(): void {
  const stream = room.local;
  if (!stream) return;
  byId<HTMLVideoElement>(guestIds.own).srcObject = stream;
  show("call", "Você é o intérprete");
  keepAwake();
  room.joinCall();
}

async function useTestPicture(): Promise<void> {
  const { openTestPicture } = await testPicture();
  room.useStream(openTestPicture("Intérprete de teste"));
  begin();
}

page.addEventListener("click", ({ target }) => {
  const action = target instanceof Element ? told(target.closest<HTMLElement>(telling("do"))).do : undefined;
  if (action === "start") void start();
  else if (action === "test-picture") void useTestPicture();
});
openButtons(page);
