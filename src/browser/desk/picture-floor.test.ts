import assert from "node:assert/strict";
import { test } from "node:test";
import { ThinLine } from "../line/thin-line.ts";
import { type Below, belowFloor, floorWords, type SentPicture } from "./picture-floor.ts";

/** What is said at each instant of a second line, of pictures sent at the instants of the first. */
function said(sent: [at: number, picture: SentPicture][], instants: number[]): string[] {
  return instants.map((now) => {
    let below: Below | undefined;
    for (const [at, picture] of sent) if (at <= now) below = belowFloor({ lines: 720, frames: 15 }, below, picture, at);
    return floorWords(below, now);
  });
}

test("a picture below the floor is told after five seconds, with what was found, and no longer once it is good", () => {
  const [begins, small, slow, good] = said(
    [
      [0, { imageOut: true, lines: 480, frames: 30 }],
      [6000, { imageOut: true, lines: 720, frames: 10 }],
      [7000, { imageOut: true, lines: 720, frames: 15 }],
    ],
    [4999, 5000, 6000, 60_000],
  );
  assert.equal(begins, "", "a picture that begins");
  assert.match(small!, /480 linhas, o mínimo para documentos é 720/);
  assert.match(slow!, /10 quadros por segundo, o mínimo é 15/);
  assert.equal(good, "");
});

test("no picture, and a browser that tells no size, are no small picture", () => {
  assert.deepEqual(said([[0, { imageOut: false, lines: 480, frames: 0 }]], [60_000]), [""]);
  assert.deepEqual(said([[0, { imageOut: true }]], [60_000]), [""]);
});

test("a line under 500 kbit/s gives up the legible size after five seconds, and tries it again", () => {
  const legible = new ThinLine({ kbps: 500, afterMs: 5000 });
  const changed = (from: number, kbps: number) =>
    Array.from({ length: 12 }, (_, second) => second).filter((second) =>
      legible.note({ kbps, calm: true }, (from + second) * 1000),
    );
  assert.deepEqual(changed(0, 600), []);
  assert.deepEqual(changed(20, 400), [5]);
  assert.equal(legible.isThin, true);
  assert.deepEqual(changed(32, 400), [4, 10], "ten calm seconds later, and given up again");
});
