/** What a picture and a sound are worth, by plain arithmetic. Pixels come as RGBA bytes, samples between -1 and 1. */

/** One byte a pixel, by what the eye takes for brightness. */
export function grayOf(pixels: Uint8ClampedArray): Uint8Array {
  const gray = new Uint8Array(pixels.length / 4);
  for (let at = 0; at < gray.length; at++)
    gray[at] = 0.299 * pixels[at * 4]! + 0.587 * pixels[at * 4 + 1]! + 0.114 * pixels[at * 4 + 2]!;
  return gray;
}

/** 0–255. */
export function brightness(gray: Uint8Array): number {
  return gray.reduce((sum, value) => sum + value, 0) / gray.length;
}

/** 0–1: how much of the picture is blown out. */
export function glare(gray: Uint8Array): number {
  return gray.reduce((count, value) => count + (value > 250 ? 1 : 0), 0) / gray.length;
}

/** Variance of the Laplacian: letters in focus have above 25 at 320 pixels of width, a wall or a blur near 0. */
export function sharpness(gray: Uint8Array, width: number): number {
  const height = gray.length / width;
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const edge = 4 * gray[at]! - gray[at - 1]! - gray[at + 1]! - gray[at - width]! - gray[at + width]!;
      sum += edge;
      squares += edge * edge;
    }
  const count = (width - 2) * (height - 2);
  return squares / count - (sum / count) ** 2;
}

/** Mean difference of two pictures of one size, 0–255; a hand that holds still stays under 4. */
export function motion(before: Uint8Array, after: Uint8Array): number {
  return after.reduce((sum, value, at) => sum + Math.abs(value - before[at]!), 0) / after.length;
}

/** Box of what has detail, as shares of the picture; undefined where nothing has. */
export function detailBox(gray: Uint8Array, width: number): { width: number; height: number } | undefined {
  const height = gray.length / width;
  const columns = new Uint16Array(width);
  const rows = new Uint16Array(height);
  for (let y = 1; y < height; y++)
    for (let x = 1; x < width; x++) {
      const at = y * width + x;
      if (Math.abs(gray[at]! - gray[at - 1]!) + Math.abs(gray[at]! - gray[at - width]!) < 40) continue;
      columns[x]!++;
      rows[y]!++;
    }
  // A few odd pixels are noise: a row or a column counts from three edges on.
  const span = (counts: Uint16Array) => {
    const first = counts.findIndex((count) => count > 2);
    return first < 0 ? 0 : (counts.findLastIndex((count) => count > 2) - first + 1) / counts.length;
  };
  const box = { width: span(columns), height: span(rows) };
  return box.width > 0 && box.height > 0 ? box : undefined;
}

/** Root of the mean square, 0–1. */
export function loudness(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
