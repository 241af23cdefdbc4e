import assert from "node:assert/strict";
import { test } from "node:test";
import { brCodeText } from "./br-code.ts";

test("BACEN's static example, to the letter (Manual do BR Code, CRC 1D3D)", () => {
  assert.equal(
    brCodeText({
      account: { key: "123e4567-e12b-12d1-a456-426655440000" },
      merchantName: "Fulano de Tal",
      merchantCity: "BRASILIA",
    }),
    "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D",
  );
});

test("a dynamic code carries its address, the amount with two decimals, names without accents", () => {
  const text = brCodeText({
    account: { url: "pix.example.com/qr/v2/9d36b84fc70b478fb95c12729b90ca25" },
    merchantName: "Autoridade de Registro São João Ltda",
    merchantCity: "São José dos Campos",
    amountCentavos: 19990,
  });
  assert.match(text, /^000201010212/);
  assert.match(text, /5406199\.90/);
  assert.match(text, /5925Autoridade de Registro Sa/);
  assert.match(text, /60\d\dSao Jose dos Ca/);
  assert.ok(!/[^\x20-\x7e]/.test(text));
});

test("letters of names that phones type become the plain ones", () => {
  const of = (merchantCity: string) => brCodeText({ account: { key: "k" }, merchantName: "A", merchantCity });
  assert.match(of("D’Oeste"), /6007D'Oeste62/);
  assert.match(of("Ji–Paraná"), /6009Ji-Parana62/);
});

test("a field that cannot hold its value is an error, not a broken code", () => {
  assert.throws(
    () => brCodeText({ account: { url: "x".repeat(90) }, merchantName: "A", merchantCity: "B" }),
    RangeError,
  );
});
