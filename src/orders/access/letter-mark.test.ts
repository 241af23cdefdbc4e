import assert from "node:assert/strict";
import { test } from "node:test";
import { letterMarkOf, withLetterMarks } from "./letter-mark.ts";

const secrets = {
  hmac: (purpose: string, text: string) => `${purpose}-${text}-and-much-more`.replace("order-letter-", ""),
};
const marked = (text: string) => withLetterMarks(secrets, text, "https://ar.example");

test("every address of an order's page in a letter says that it came by letter, and nothing else changes", () => {
  const mark = `carta=${letterMarkOf(secrets, "CERTI1234567890")}`;
  assert.equal(
    marked("Veja: https://ar.example/pedido/CERTI1234567890. Até logo."),
    `Veja: https://ar.example/pedido/CERTI1234567890?${mark}. Até logo.`,
  );
  assert.equal(
    marked('<a href="https://ar.example/pedido/CERTI1234567890/horario?dia=2026-11-30">x</a>'),
    `<a href="https://ar.example/pedido/CERTI1234567890/horario?dia=2026-11-30&${mark}">x</a>`,
  );
  assert.equal(
    marked("https://ar.example/pedido/CERTI1234567890#mensagens"),
    `https://ar.example/pedido/CERTI1234567890?${mark}#mensagens`,
  );
  for (const text of ["https://ar.example/pedido", "https://outro.example/pedido/CERTI1234567890", "CERTI1234567890"])
    assert.equal(marked(text), text);
});
