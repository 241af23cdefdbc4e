import { answerWithin } from "../tab/answer-within.ts";
import { play } from "../tab/tones.ts";
import { brightness, detailBox, glare, grayOf, motion, sharpness } from "./readiness-measures.ts";

type GuideKind = "face" | "document-front" | "document-back" | "document";
/** What one frame looks like beside the frame before it. */
export type Frame = {
  light: number;
  blown: number;
  sharp: number;
  moved: number;
  box: { width: number; height: number } | undefined;
};

const width = 320;
const height = 180;
const everyMs = 150;
/** A word is said at most this often; the tone in between tells how close it is. */
const wordMs = 2500;
const steadyFrames = 4;
const playMs = 5000;
/** The picture is taken then as it is: a hint may be wrong, and the agent can ask again. */
const patienceMs = { face: 5000, document: 10_000, "document-front": 10_000, "document-back": 10_000 };

/** The one thing to do next, and how many conditions hold (0–4); "" = hold it so. Pure. */
export function adviceOf(kind: GuideKind, frame: Frame): { words: string; met: number } {
  const isFace = kind === "face";
  const wanted: [boolean, string][] = [
    [frame.light >= 45, "Mais luz."],
    [isFace ? frame.blown < 0.3 : frame.blown < 0.12, isFace ? "Menos luz." : "Incline um pouco: a luz reflete."],
    [isFace || (frame.box !== undefined && frame.box.width > 0.45), "Mais perto."],
    [
      isFace || frame.box === undefined || frame.box.width >= frame.box.height * 0.55,
      "Gire: deixe o documento deitado.",
    ],
    [isFace || frame.sharp >= 12, "Afaste um pouco, até as letras ficarem nítidas."],
    [frame.moved < 5, "Parado."],
  ];
  const missed = wanted.find(([holds]) => !holds);
  return { words: missed?.[1] ?? "", met: wanted.filter(([holds]) => holds).length };
}

/**
 * Guides the hand before a picture is taken: words through `say`, a tone that rises as it gets better, two quick tones
 * when it is good. Resolves when the picture is steady and good, or when patience ends; gives the best sharpness seen.
 */
export async function guideStill(stream: MediaStream, kind: GuideKind, say: (words: string) => void): Promise<number> {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d", { willReadFrequently: true })!;
  let before: Uint8Array | undefined;
  let steady = 0;
  let best = 0;
  let saidAt = 0;
  const until = performance.now() + patienceMs[kind];
  // A camera that stands still never plays: the hand is not guided then, and the picture itself says what is wrong.
  await answerWithin(playMs, video.play());
  while (performance.now() < until && steady < steadyFrames) {
    pen.drawImage(video, 0, 0, width, height);
    const gray = grayOf(pen.getImageData(0, 0, width, height).data);
    const sharp = sharpness(gray, width);
    best = Math.max(best, sharp);
    const moved = before ? motion(before, gray) : 255;
    const frame = { light: brightness(gray), blown: glare(gray), sharp, moved, box: detailBox(gray, width) };
    before = gray;
    const { words, met } = adviceOf(kind, frame);
    steady = words === "" ? steady + 1 : 0;
    if (words !== "" && performance.now() - saidAt > wordMs) {
      saidAt = performance.now();
      say(words);
      void play([300 + met * 80], 90, 0.08);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  video.srcObject = null;
  void play([880, 1320], 80);
  return best;
}
