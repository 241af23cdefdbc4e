import { type StillFault, type StillMeasures, stillFaults } from "../../contract/room-wire.ts";

const minLongSide = 1280;
const minLight = 50;
const maxGlare = 0.03;
/** Measured: 78 for a sharp picture of a plain scene, 0.4 with 3 px of blur. */
const minSharpness = 12;
const blownOut = 250;

/** `grey`: one byte a pixel, rows of `width`. */
export function measureGrey(grey: Uint8Array, width: number): StillMeasures {
  const height = Math.floor(grey.length / width);
  let sum = 0;
  let blown = 0;
  for (const value of grey) {
    sum += value;
    if (value >= blownOut) blown++;
  }
  let laplacian = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const edge = 4 * grey[at]! - grey[at - 1]! - grey[at + 1]! - grey[at - width]! - grey[at + width]!;
      laplacian += edge;
      squares += edge * edge;
      count++;
    }
  const mean = laplacian / Math.max(1, count);
  return {
    light: sum / Math.max(1, grey.length),
    glare: blown / Math.max(1, grey.length),
    sharpness: squares / Math.max(1, count) - mean * mean,
  };
}

export function faultsOf(size: { width: number; height: number }, measures: StillMeasures): StillFault[] {
  const found: Record<StillFault, boolean> = {
    small: Math.max(size.width, size.height) < minLongSide,
    dark: measures.light < minLight,
    glare: measures.glare > maxGlare,
    blurred: measures.sharpness < minSharpness,
  };
  return stillFaults.filter((fault) => found[fault]);
}
