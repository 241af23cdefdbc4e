import assert from "node:assert/strict";
import { test } from "node:test";
import { ThinLine } from "../line/thin-line.ts";
import { PictureFloor } from "./picture-floor.ts";

test("a picture below the floor is told after five seconds, with what was found, and no longer once it is good", () => {
  const floor = new PictureFloor({ lines: 720, frames: 15 });
  floor.note({ imageOut: true, lines: 480, frames: 30 }, 0);
  assert.equal(floor.words(4999), undefined, "a picture that begins");
  assert.match(floor.words(5000)!, /480 linhas, o mínimo para documentos é 720/);
  floor.note({ imageOut: true, lines: 720, frames: 10 }, 6000);
  assert.match(floor.words(6000)!, /10 quadros por segundo, o mínimo é 15/);
  floor.note({ imageOut: true, lines: 720, frames: 15 }, 7000);
  assert.equal(floor.words(60_000), undefined);
});

test("no picture, and a browser that tells no size, are no small picture", () => {
  const floor = new PictureFloor({ lines: 720, frames: 15 });
  floor.note({ imageOut: false, lines: 480, frames: 0 }, 0);
  assert.equal(floor.words(60_000), undefined);
  floor.note({ imageOut: true }, 0);
  assert.equal(floor.words(60_000), undefined);
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
