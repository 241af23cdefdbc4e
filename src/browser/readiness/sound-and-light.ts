import { brightness, glare, grayOf, loudness } from "../devices/readiness-measures.ts";
import { type Judged, judgeLight } from "../line/readiness-verdicts.ts";

type Heard = { mean: number; peak: number };
export type Listener = {
  /** What the microphone heard while `work` ran. */
  during(work: Promise<unknown>): Promise<Heard>;
  /** Resolves when something louder was heard, or after `ms`. */
  louderThan(level: number, ms: number): Promise<void>;
  stop(): void;
};

const everyMs = 50;

/** Listens to the stream's microphone and shows it on the meter. */
export function listen(stream: MediaStream, meter: HTMLMeterElement): Listener {
  const audio = new AudioContext();
  const analyser = audio.createAnalyser();
  analyser.fftSize = 2048;
  if (stream.getAudioTracks().length > 0) audio.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const levels = new Set<(level: number) => void>();
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const level = loudness(samples);
    meter.value = Math.min(1, level * 4);
    for (const tell of levels) tell(level);
  }, everyMs);
  return {
    async during(work) {
      const heard: number[] = [];
      const tell = (level: number) => void heard.push(level);
      levels.add(tell);
      await work;
      levels.delete(tell);
      return {
        mean: heard.reduce((sum, level) => sum + level, 0) / Math.max(1, heard.length),
        peak: Math.max(0, ...heard),
      };
    },
    async louderThan(level, ms) {
      await new Promise<void>((resolve) => {
        const end = () => {
          levels.delete(tell);
          clearTimeout(patience);
          resolve();
        };
        const tell = (heard: number) => heard > level && end();
        const patience = setTimeout(end, ms);
        levels.add(tell);
      });
    },
    stop() {
      clearInterval(timer);
      if (audio.state !== "closed") void audio.close();
    },
  };
}

/** Light of the picture after the camera has settled. */
export async function watchLight(video: HTMLVideoElement): Promise<Judged> {
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const canvas = document.createElement("canvas");
  canvas.width = 64;
  canvas.height = 48;
  const pen = canvas.getContext("2d")!;
  pen.drawImage(video, 0, 0, canvas.width, canvas.height);
  const gray = grayOf(pen.getImageData(0, 0, canvas.width, canvas.height).data);
  return judgeLight(brightness(gray), glare(gray));
}
