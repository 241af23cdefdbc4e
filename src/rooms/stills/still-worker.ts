import sharp from "sharp";
import { answerQuestions } from "../../platform/threads/guarded-thread.ts";
import type { StillAnswer, StillQuestion } from "./still-gate.ts";
import { faultsOf, measureGrey } from "./still-measure.ts";

const maxPixels = 80_000_000;
/**
 * For progressive JPEGs, which are held in memory whole, six bytes a pixel, however small the file. Cameras write none.
 */
const maxProgressivePixels = 16_000_000;
const minSide = 240;
const measuredWidth = 640;

// Nothing of a picture is wanted twice.
sharp.cache(false);

async function measure(jpeg: Uint8Array): Promise<StillAnswer> {
  const { format, width, height, isProgressive } = await sharp(jpeg, { limitInputPixels: maxPixels }).metadata();
  if (format !== "jpeg" || Math.min(width, height) < minSide) return undefined;
  if (isProgressive && width * height > maxProgressivePixels) return undefined;
  const { data, info } = await sharp(jpeg, { limitInputPixels: maxPixels })
    .rotate()
    .resize({ width: measuredWidth })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const measures = measureGrey(data, info.width);
  return { width, height, measures, faults: faultsOf({ width, height }, measures) };
}

answerQuestions<StillQuestion, StillAnswer>(async ({ jpeg }) => ({
  // The reader's words are of no use to whoever holds the camera: the answer is to take the picture again.
  answer: await measure(jpeg).catch(() => undefined),
}));
