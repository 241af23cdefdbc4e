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
  assert.match(text, /6015Sao Jose dos Ca62070503\*\*\*6304/);
  assert.ok(!/[^\x20-\x7e]/.test(text));
});

test("letters of names that phones type become the plain ones", () => {
  const of = (merchantCity: string) => brCodeText({ account: { key: "k" }, merchantName: "A", merchantCity });
  assert.match(of("D’Oeste"), /6007D'Oeste62/);
  assert.match(of("Ji–Paraná"), /6009Ji-Parana62/);
});

test("a field that cannot hold its value is an error, not a broken code", () => {
  assert.throws(
    () => brCodeText({ account: { url: "x".repeat(78) }, merchantName: "A", merchantCity: "B" }),
    RangeError,
  );
  assert.match(brCodeText({ account: { url: "x".repeat(77) }, merchantName: "A", merchantCity: "B" }), /2699.*x52/);
});

test("a static code carries its own number; the sum has four figures, also where it begins with a nought", () => {
  const of = (txid: string) => brCodeText({ account: { key: "k" }, merchantName: "A", merchantCity: "Porto", txid });
  assert.match(of("PEDIDO7"), /62110507PEDIDO76304[0-9A-F]{4}$/);
  const sums = Array.from({ length: 200 }, (_, n) => of(`N${n}`).slice(-8));
  for (const sum of sums) assert.match(sum, /^6304[0-9A-F]{4}$/);
  assert.ok(sums.some((sum) => sum.startsWith("63040")));
});

test("cut to its length, a name ends in no blank", () => {
  const of = (merchantCity: string) => brCodeText({ account: { key: "k" }, merchantName: "A", merchantCity });
  assert.match(of(" Ribeirao Preto do Sul"), /6014Ribeirao Preto62/);
});
