import * as roomIds from "../../contract/page-ids/room-ids.ts";
import { keepFindings } from "../line/keep-findings.ts";
import { judgeCamera, judgeLight, judgeMicrophone } from "../line/readiness-verdicts.ts";
import { byId } from "../tab/by-id.ts";

export type DeviceResult = {
  camera: string;
  width: number;
  height: number;
  light: number;
  microphonePeak: number;
  testPicture: boolean;
};

export type DeviceTest = {
  stop(): DeviceResult;
  /** The picture was measured at least once; it may come after `stop` where that came too soon. */
  looked: Promise<void>;
};

/** RMS of full scale: louder than a quiet room behind noise suppression (under 0.005), softer than speech. */
const HEARD = 0.015;
const DARK = 55;
const GLARING = 215;
const SILENT_MS = 12_000;

/**
 * Measures microphone and light while the check screen is open; `stop` gives what was measured. `passed` is called once,
 * when there is a picture and somebody was heard (the test picture has a tone instead).
 */
export function startDeviceTest(stream: MediaStream, testPicture: boolean, passed: () => void): DeviceTest {
  const video = byId<HTMLVideoElement>(roomIds.preview);
  video.srcObject = stream;
  video.classList.toggle("plain", testPicture);
  const { width = 0, height = 0 } = stream.getVideoTracks()[0]?.getSettings() ?? {};
  const camera = width && height ? `${width} x ${height}` : "sem imagem";
  byId(roomIds.testCamera).textContent = testPicture ? "Imagem de teste" : `Funciona (${camera}).`;
  const result: DeviceResult = { camera, width, height, light: 0, microphonePeak: 0, testPicture };

  const audio = new AudioContext();
  // Opened without a touch (after a reload) it stands still until the first one.
  addEventListener("pointerdown", () => void (audio.state === "suspended" && audio.resume()), { once: true });
  const analyser = audio.createAnalyser();
  analyser.fftSize = 2048;
  if (stream.getAudioTracks().length > 0) audio.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const canvas = document.createElement("canvas");
  canvas.width = 64;
  canvas.height = 48;
  const pen = canvas.getContext("2d", { willReadFrequently: true })!;

  const openedAt = performance.now();
  const hear = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    byId<HTMLMeterElement>(roomIds.testLevel).value = Math.min(1, level * 4);
    result.microphonePeak = Math.max(result.microphonePeak, level);
    const heard = result.microphonePeak > HEARD ? "Estamos ouvindo você." : askedFor(performance.now() - openedAt);
    write(roomIds.testMicrophone, testPicture ? "Som de teste" : heard);
  }, 100);
  let isPassed = false;
  let isStopped = false;
  let noteLook: () => void;
  const looked = new Promise<void>((resolve) => (noteLook = resolve));
  const look = setInterval(() => {
    if (video.videoWidth === 0) return;
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    result.light = Math.round(brightness(pen.getImageData(0, 0, canvas.width, canvas.height).data));
    write(roomIds.testLight, lightWords(result.light));
    noteLook();
    if (isStopped) clearInterval(look);
    if (isStopped || isPassed || (!testPicture && result.microphonePeak <= HEARD)) return;
    isPassed = true;
    passed();
  }, 500);

  return {
    looked,
    stop() {
      isStopped = true;
      clearInterval(hear);
      if (result.light > 0) clearInterval(look);
      if (audio.state !== "closed") void audio.close();
      return result;
    },
  };
}

function brightness(pixels: Uint8ClampedArray): number {
  let sum = 0;
  for (let at = 0; at < pixels.length; at += 4)
    sum += 0.299 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.114 * pixels[at + 2]!;
  return sum / (pixels.length / 4);
}

/**
 * What the short test at the door found goes into the readiness passport; the knock does not wait for it. It may come
 * before the first look at the picture, where a wish to enter comes true as the page opens.
 */
export async function keepDeviceTest(order: string, test: DeviceTest): Promise<void> {
  const result = test.stop();
  if (result.testPicture) return;
  await test.looked;
  const { width, height, light, microphonePeak } = result;
  // Where nobody listened yet, the earlier word on the microphone stands.
  const heard = microphonePeak > 0 ? { microphone: judgeMicrophone(microphonePeak) } : {};
  const findings = {
    camera: judgeCamera(width, height),
    light: judgeLight(light, 0),
    ...heard,
  };
  // Where it cannot be kept the desk shows the earlier test; entering the room matters more.
  await keepFindings(order, findings);
}

/** Nothing heard yet: first what to do, after a while what may be wrong. */
function askedFor(ms: number): string {
  if (ms < SILENT_MS) return "Diga seu nome em voz alta.";
  return "Não ouvimos você. Veja se o microfone está ligado, tire o fone ou use o celular.";
}

function lightWords(light: number): string {
  if (light < DARK) return "Está escuro. Acenda a luz ou vire para a janela.";
  if (light > GLARING) return "Há luz demais. Afaste-se da janela ou da lâmpada.";
  return "Boa.";
}

function write(id: string, words: string): void {
  const place = byId(id);
  if (place.textContent !== words) place.textContent = words;
}
