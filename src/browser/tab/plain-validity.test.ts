import assert from "node:assert/strict";
import { test } from "node:test";
import { validityWords } from "./plain-validity.ts";

const fine = { valueMissing: false, tooShort: false, typeMismatch: false };
const text = { kind: "text", minLength: 20 } as const;

test("what a field lacks is said in Portuguese, whatever the browser speaks", () => {
  const missing = { ...fine, valueMissing: true };
  assert.equal(validityWords(missing, text), "Preencha este campo.");
  assert.equal(validityWords(missing, { kind: "choice", minLength: 0 }), "Escolha uma das opções.");
  assert.equal(validityWords(missing, { kind: "box", minLength: 0 }), "Marque esta caixa para continuar.");
  assert.equal(validityWords(missing, { kind: "list", minLength: 0 }), "Escolha um item da lista.");
  assert.match(validityWords({ ...fine, tooShort: true }, text), /pelo menos 20 letras/);
  assert.match(validityWords({ ...fine, typeMismatch: true }, text), /e-mail completo/);
  assert.equal(validityWords(fine, text), "", "a field that is right has no words");
});
