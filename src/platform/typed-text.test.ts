import assert from "node:assert/strict";
import { test } from "node:test";
import { orderNumberFrom, parseOrderNumber } from "../orders/order-number.ts";
import { parseCnpj, parseCpf } from "./taxpayer-id.ts";
import { asSeen, cutTo, oneLine, withoutMarks } from "./typed-text.ts";

/** What copying out of pages, PDFs and chats brings along, seen by nobody. */
const marks = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202c\u2066\u2069\u200e\u200f\u034f\u0000\u2800\u180e\ufe0f";
const blanks = "\u00a0\u2009\u202f\u3000\t";
const hyphens = "-‐‑‒–—―−﹣－";

test("marks nobody sees are taken out, blanks made single, accents made one sign (case 35)", () => {
  for (const mark of marks)
    assert.equal(withoutMarks(`Ma${mark}ria`), "Maria", `U+${mark.codePointAt(0)?.toString(16)}`);
  for (const blank of blanks) assert.equal(oneLine(`${blank}Maria${blank}${blank}Silva${blank}`), "Maria Silva");
  assert.equal(withoutMarks("Joa\u0303o"), "João");
  assert.equal(withoutMarks("a\r\n\tb"), "a\r\n\tb");
});

test("at every depth of what comes in, nothing is left that PostgreSQL refuses; passwords are kept to the letter", () => {
  const deep = { nome: "Ma\u0000ria\ud800", senha: "a\u200bb", list: ["\u202ex", { again: { inner: "\u0085y" } }] };
  const bytes = new Uint8Array([0, 1]);
  assert.deepEqual(asSeen({ ...deep, bytes, n: 1, none: null }), {
    nome: "Maria\ufffd",
    senha: "a\u200bb",
    list: ["x", { again: { inner: "y" } }],
    bytes,
    n: 1,
    none: null,
  });
  const kept = { password: "a\u200b", newPassword: "a\u200b", again: "a\u200b", novaSenha: "a\u200b" };
  assert.deepEqual(asSeen({ ...kept, against: "a\u200b" }), { ...kept, against: "a" });
  const tower = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as unknown;
  assert.doesNotThrow(() => asSeen(tower));
  assert.equal(cutTo("a\u{1f600}", 2), "a\ufffd");
  assert.equal(cutTo("\u{1f600}a", 2, "end"), "\ufffda");
});

test("numbers of documents and orders, with marks, any hyphen, full-width figures and the words copied along (case 35)", () => {
  const number = orderNumberFrom(1000);
  for (const mark of marks) {
    assert.equal(
      parseCpf(`${mark}529.982${mark}.247-25${mark}`),
      "52998224725",
      `U+${mark.codePointAt(0)?.toString(16)}`,
    );
    assert.equal(parseCnpj(`11.222.333/0001${mark}-81`), "11222333000181");
    assert.equal(parseOrderNumber(`${mark}CERTI${mark}${number.slice(5)}`), number);
  }
  for (const blank of blanks) assert.equal(parseCpf(`529${blank}982 247${blank}25`), "52998224725");
  for (const hyphen of hyphens) {
    assert.equal(parseCpf(`529.982.247${hyphen}25`), "52998224725", hyphen);
    assert.equal(parseCnpj(`12.ABC.345/01DE${hyphen}35`), "12ABC34501DE35", hyphen);
    assert.equal(parseOrderNumber(`CERTI${hyphen}${number.slice(5)}`), number, hyphen);
  }
  for (const text of [
    "CPF 529.982.247-25",
    "CPF nº 529.982.247-25",
    "cpf: ５２９９８２２４７２５",
    "n° 52998224725.",
    "№ 529.982.247-25",
  ])
    assert.equal(parseCpf(text), "52998224725", text);
  for (const text of ["CNPJ nº 12.abc.345/01de-35", "CNPJ/MF: 12ABC34501DE35", "12.ABC.345⁄01DE-35"])
    assert.equal(parseCnpj(text), "12ABC34501DE35", text);
  for (const before of ["nº ", "Pedido nº ", "pedido n° ", "№ ", "Pedido: ", "Número do pedido: ", "#"])
    assert.equal(parseOrderNumber(before + number), number, before);
  assert.equal(parseOrderNumber("pedido nº 17 123 456"), "17123456");
  for (const text of ["CPF", "529.982.247-2", "529.982.247-255", "5299822472a", "x529.982.247-25"])
    assert.equal(parseCpf(text), undefined, text);
});
