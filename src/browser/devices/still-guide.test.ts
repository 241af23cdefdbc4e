import assert from "node:assert/strict";
import { test } from "node:test";
import { adviceOf, type Frame } from "./still-guide.ts";

const good: Frame = { light: 130, blown: 0.01, sharp: 60, moved: 1, box: { width: 0.7, height: 0.6 } };
const words = (change: Partial<Frame>, kind: "face" | "document-front" = "document-front") =>
  adviceOf(kind, { ...good, ...change }).words;

test("a document is guided by one word at a time, the most needed first", () => {
  assert.equal(words({}), "");
  assert.equal(words({ light: 20, moved: 50 }), "Mais luz.");
  assert.equal(words({ blown: 0.2 }), "Incline um pouco: a luz reflete.");
  assert.equal(words({ box: { width: 0.3, height: 0.3 } }), "Mais perto.");
  assert.equal(words({ box: undefined }), "Mais perto.");
  assert.equal(words({ box: { width: 0.5, height: 0.98 } }), "Gire: deixe o documento deitado.");
  assert.equal(words({ sharp: 3 }), "Afaste um pouco, até as letras ficarem nítidas.");
  assert.equal(words({ moved: 20 }), "Parado.");
});

test("a face needs light and stillness, nothing of a document; the tone rises with what is met", () => {
  assert.equal(words({ sharp: 1, box: undefined }, "face"), "");
  assert.equal(words({ moved: 20, box: undefined }, "face"), "Parado.");
  assert.ok(adviceOf("document-front", good).met > adviceOf("document-front", { ...good, light: 10, moved: 9 }).met);
});
