import * as readinessIds from "../../contract/page-ids/readiness-ids.ts";
import { browserKind, judgeBrowser } from "../devices/browser-kind.ts";
import { DevicePanel } from "../devices/device-panel.ts";
import { showDeviceTrouble } from "../devices/device-trouble.ts";
import { showWayOut } from "../devices/in-app-notice.ts";
import { OwnDevices } from "../devices/own-devices.ts";
import { whyNoDevices } from "../devices/room-devices.ts";
import { guideStill } from "../devices/still-guide.ts";
import {
  judgeBattery,
  judgeBatteryAnswer,
  judgeCamera,
  judgeDocument,
  judgeEcho,
  judgeLine,
  judgeMicrophone,
  judgeNoise,
  judgeSpeaker,
  judgeUdp,
} from "../line/readiness-verdicts.ts";
import { answerWithin } from "../tab/answer-within.ts";
import { latePart } from "../tab/late-part.ts";
import { openButtons } from "../tab/open-buttons.ts";
import { telling, told } from "../tab/told.ts";
import { play } from "../tab/tones.ts";
import { Readiness } from "./readiness-report.ts";
import { type Listener, listen, watchLight } from "./sound-and-light.ts";

// The device test of the order page: one act at a time, the line is tried meanwhile; every result is kept at once.

const byId = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
const page = byId(readinessIds.page);
const order = told(page).order!;
const kind = browserKind(navigator.userAgent);
const report = new Readiness(order);
/** The door of the room fetches the same file for its own test. */
const lineTest = latePart<typeof import("../line/door-line-island.ts")>(told(page).line!);
const testPicture = latePart<typeof import("../devices/test-picture-island.ts")>(told(page).picture!);
const quietMs = 2000;
const voiceMs = 8000;

const devices = new OwnDevices({ changed: () => panel.show(), replaced: measureAnew });
const panel = new DevicePanel(devices, kind);
let ear: Listener | undefined;
let line: Promise<void> = Promise.resolve();

function stage(name: string, title: string): void {
  for (const section of document.querySelectorAll<HTMLElement>(telling("stage")))
    section.hidden = told(section).stage !== name;
  const heading = byId(readinessIds.title);
  heading.textContent = title;
  heading.focus();
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function checkBrowser(): void {
  const canCall = "RTCPeerConnection" in window && navigator.mediaDevices !== undefined;
  report.set("browser", judgeBrowser(kind, canCall));
  if (!kind.inApp && canCall) return;
  showWayOut(kind);
}

async function start(): Promise<void> {
  byId(readinessIds.trouble).hidden = true;
  const words = byId(readinessIds.opening);
  words.hidden = false;
  const begin = () => void run(false);
  try {
    await devices.open(begin);
    begin();
  } catch (error) {
    const why = await whyNoDevices(error);
    // Answered after all, while we looked for the reason.
    if (devices.stream) return;
    showDeviceTrouble(readinessIds.trouble, why, kind);
    report.set("camera", judgeCamera(0, 0));
  } finally {
    words.hidden = true;
  }
}

async function useTestPicture(): Promise<void> {
  const { openTestPicture } = await testPicture();
  devices.use(openTestPicture("Teste"));
  void run(true);
}

async function run(testPicture: boolean): Promise<void> {
  const { stream } = devices;
  if (!stream) return;
  for (const id of [readinessIds.preview, readinessIds.documentPreview]) byId<HTMLVideoElement>(id).srcObject = stream;
  line = tryLine(stream);
  await Promise.all([checkVoice(stream, testPicture), checkPicture(stream)]);
}

async function checkPicture(stream: MediaStream): Promise<void> {
  const { width = 0, height = 0 } = stream.getVideoTracks()[0]?.getSettings() ?? {};
  report.set("camera", judgeCamera(width, height));
  report.set("light", await watchLight(byId(readinessIds.preview)));
}

/** Another camera or microphone was chosen, or opened anew: what was measured of the one before says nothing of it. */
function measureAnew(track: MediaStreamTrack): void {
  const { stream } = devices;
  if (!stream) return;
  if (track.kind === "video") void checkPicture(stream);
  else void checkVoice(stream, false);
}

let voices = 0;
/** Silence, then a voice; begun anew where another microphone comes meanwhile or later. */
async function checkVoice(opened: MediaStream, testPicture: boolean): Promise<void> {
  const turn = ++voices;
  stage("voz", "Você é ouvido?");
  ear?.stop();
  ear = listen(opened, byId<HTMLMeterElement>(readinessIds.level));
  byId(readinessIds.voiceAsked).textContent = "Fique em silêncio por dois segundos.";
  const { mean } = await ear.during(pause(quietMs));
  if (turn !== voices) return;
  report.set("noise", judgeNoise(mean));
  byId(readinessIds.voiceAsked).textContent = "Agora diga seu nome em voz alta.";
  const heard = await ear.during(ear.louderThan(testPicture ? 0 : 0.02, voiceMs));
  if (turn !== voices) return;
  report.set("microphone", judgeMicrophone(heard.peak));
  stage("som", "Você ouve?");
}

async function tryLine(opened: MediaStream): Promise<void> {
  report.running("lineDown", "lineUp", "udp");
  try {
    const { testLine } = await lineTest();
    const { down, up, transport } = await testLine(order, opened);
    report.set("lineDown", judgeLine("down", down));
    report.set("lineUp", judgeLine("up", up));
    report.set("udp", judgeUdp(transport));
  } catch {
    // The server was not reached at all: that is the finding.
    report.set("lineDown", judgeLine("down", { kbps: 0 }));
    report.set("lineUp", judgeLine("up", { kbps: 0 }));
  }
}

async function tone(button: HTMLElement): Promise<void> {
  button.textContent = "Tocar de novo";
  const before = await ear!.during(pause(300));
  const during = await ear!.during(play([523, 659, 784], 350, 0.3));
  report.set("echo", judgeEcho(Math.max(0, during.mean - before.mean)));
  byId(readinessIds.soundAnswer).hidden = false;
}

function heard(yes: boolean): void {
  report.set("speaker", judgeSpeaker(yes));
  stage("documento", "Seu documento aparece?");
}

async function showDocument(button: HTMLButtonElement): Promise<void> {
  button.disabled = true;
  const speech = byId(readinessIds.documentWords);
  speech.hidden = false;
  speech.textContent = "Mostre o documento e segure.";
  const best = await guideStill(devices.stream!, "document", (words) => {
    speech.textContent = words;
  });
  speech.hidden = true;
  button.disabled = false;
  report.set("document", judgeDocument(best));
  await battery();
}

type Battery = { level: number; charging: boolean };

async function battery(): Promise<void> {
  const ask = (navigator as { getBattery?: () => Promise<Battery> }).getBattery?.bind(navigator);
  const state = ask && (await answerWithin(3000, ask()).catch(() => undefined)); // not told: the person is asked
  if (!state) return stage("bateria", "E a bateria?");
  report.set("battery", judgeBattery(state.level, state.charging));
  await finish();
}

async function finish(): Promise<void> {
  stage("fim", "Terminando o teste da internet…");
  byId(readinessIds.endWords).textContent = "Leva alguns segundos.";
  await line;
  ear?.stop();
  devices.close();
  panel.show();
  const { title, words } = await report.close();
  stage("fim", title);
  byId(readinessIds.endWords).textContent = words;
}

async function copyAddress(button: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(location.href).then(
    () => (button.textContent = "Endereço copiado"),
    () => (button.textContent = location.href),
  );
}

const actions: Record<string, (button: HTMLButtonElement) => unknown> = {
  start,
  "test-picture": useTestPicture,
  tone,
  heard: () => heard(true),
  "not-heard": () => heard(false),
  document: showDocument,
  "skip-document": battery,
  battery: ({ value }) => {
    report.set("battery", judgeBatteryAnswer(value));
    return finish();
  },
  again: () => location.reload(),
  copy: copyAddress,
};

page.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLButtonElement>(`button${telling("do")}`) : null;
  if (button) void actions[told(button).do!]?.(button);
});
openButtons(page);
checkBrowser();
