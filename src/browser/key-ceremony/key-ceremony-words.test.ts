import assert from "node:assert/strict";
import { test } from "node:test";
import { answerWithin, NoAnswer } from "../tab/answer-within.ts";
import { Refused, refusalIn } from "../tab/refused.ts";
import { StoreTrouble } from "./key-ceremony-store.ts";
import { LineTrouble, passwordFault, storeWords, wordsFor } from "./key-ceremony-words.ts";

test("a password of 8 to 64 signs of the keyboard serves; anything else is refused with its reason, never cut", () => {
  for (const password of ["12345678", "a b#~^{}", "x".repeat(64)]) assert.equal(passwordFault(password), undefined);
  assert.match(passwordFault("curta")!, /pelo menos 8/);
  assert.match(passwordFault("")!, /pelo menos 8/);
  assert.match(passwordFault("x".repeat(70))!, /tem 70 caracteres e o máximo é 64/);
  assert.match(passwordFault("😀".repeat(70))!, /tem 70 caracteres/);
  assert.match(passwordFault("coração de mãe")!, /“ç”, “ã”/);
  assert.match(passwordFault("senha’segura")!, /“’”/);
  assert.match(passwordFault("12345678\u200b")!, /um sinal que não se vê/);
  assert.match(passwordFault("tab\tulado")!, /um sinal que não se vê/);
});

test("no error of a browser reaches the reader in its own words", () => {
  const names = [
    "QuotaExceededError",
    "SecurityError",
    "InvalidStateError",
    "DataCloneError",
    "UnknownError",
    "AbortError",
  ];
  const errors = [
    ...names.map((name) => new DOMException("The operation failed.", name)),
    ...names.map((name) => new StoreTrouble(new DOMException("The operation failed.", name))),
    new TypeError("Failed to fetch"),
    new SyntaxError("Unexpected token"),
    new RangeError("padding"),
    new StoreTrouble(new NoAnswer()),
    new StoreTrouble(null),
    ...(["cut", "slow", "strange"] as const).map((kind) => new LineTrouble(kind, new TypeError("Failed to fetch"))),
    "text",
    undefined,
  ];
  for (const error of errors) {
    const words = wordsFor(error);
    assert.match(words, /tente de novo|Abra esta página|Libere espaço/, words);
    assert.doesNotMatch(words, /operation|fetch|token|padding|undefined|no answer|store/i);
  }
  assert.equal(wordsFor(new Refused("x", "Ainda não é hora.")), "Ainda não é hora.");
  assert.equal(refusalIn({ code: "x", title: "Não.", detail: "Espere." })?.message, "Não. Espere.");
  for (const strange of [undefined, null, "text", {}, { error: "Bad Gateway" }])
    assert.equal(refusalIn(strange), undefined);
  assert.equal(new StoreTrouble(new DOMException("", "QuotaExceededError")).fault, "full");
  assert.equal(new StoreTrouble(new NoAnswer()).fault, "silent");
  assert.equal(new StoreTrouble(new TypeError("x")).fault, "refused");
  assert.match(storeWords.refused.words, /janela normal/);
});

test("whoever never answers is not waited for; an answer in time counts", async () => {
  await assert.rejects(answerWithin(10, new Promise(() => undefined)), NoAnswer);
  assert.equal(await answerWithin(1000, Promise.resolve(7)), 7);
  await assert.rejects(answerWithin(1000, Promise.reject(new TypeError("no"))), TypeError);
});
