import assert from "node:assert/strict";
import { test } from "node:test";
import { letterMarkName } from "../../../orders/access/letter-mark.ts";
import { orderNumberFrom } from "../../../orders/order-number.ts";
import { letterMarkIn, pageOfForm, returnTo, wantsRevocation } from "./return-address.ts";

const number = orderNumberFrom(1000);
const home = `/pedido/${number}`;

test("a form's answer leads back to its page, with what was chosen and without what was typed", () => {
  const time = "2026-11-24T15:00:00.000Z";
  assert.equal(
    pageOfForm(`${home}/horario?dia=2026-11-24`, { horario: time, idioma: "libras", nome: "Maria" }),
    `${home}/horario?dia=2026-11-24&idioma=libras&horario=2026-11-24T15%3A00%3A00.000Z`,
  );
  assert.equal(
    pageOfForm(`${home}/horario/mudanca`, { horario: time }),
    `${home}/horario/mudanca?horario=${encodeURIComponent(time)}`,
  );
  for (const [form, page] of [
    ["/horario/sozinho", "/horario/sozinho"],
    ["/agora", "/agora"],
    ["/agora/saida", "/agora"],
    ["/pagamento/tempo", "/pagamento"],
    ["/emissao/codigo", "/emissao"],
    ["/documentos/remocao/1", "/documentos"],
    ["/mensagens/1/envio", ""],
    ["/cancelar", "/cancelar"],
  ])
    assert.equal(pageOfForm(`${home}${form}`, { motivo: "viagem" }), `${home}${page}`, form);
  for (const [length, page] of [
    [59, `${home}/horario?idioma=${"x".repeat(59)}`],
    [60, `${home}/horario`],
  ] as const)
    assert.equal(pageOfForm(`${home}/horario`, { idioma: "x".repeat(length) }), page, "no choice is so long");
  for (const address of ["/comprar/1/horario", `/x${home}/horario`, `${home}-x/horario`])
    assert.equal(pageOfForm(address, {}), undefined, address);
});

test("back to the order's own page, and to no other address whoever wrote the link", () => {
  for (const page of ["", "/horario?horario=x&dia=2026-11-24", "/agora", "/sala"])
    assert.equal(returnTo(`${home}${page}`, number), `${home}${page}`);
  assert.equal(returnTo(`/pedido/${number.toLowerCase()}/sala`, number), `${home}/sala`);
  assert.equal(returnTo(wantsRevocation, number), `${home}/revogacao`);
  assert.equal(returnTo(`${home}/sala?${letterMarkName}=abc`, number), `${home}/sala`);
  assert.equal(returnTo(`${home}/sala?dia=x&${letterMarkName}=abc`, number), `${home}/sala?dia=x`);
  assert.deepEqual([`${home}?${letterMarkName}=abc`, home, "//"].map(letterMarkIn), ["abc", undefined, undefined]);
  for (const wanted of [
    "",
    "//",
    `//evil.example${home}/sala`,
    `${home}/sala`.slice(1),
    `/x/${number}/sala`,
    "https://evil.example/",
    `https://evil.example${home}`,
    `//evil.example${home}`,
    `/\\evil.example${home}`,
    `/pedido/${number}/../../desk`,
    `/pedido/${orderNumberFrom(1001)}/sala`,
    `/pedido/${number}0`,
    "javascript:alert(1)",
    "/pedido",
  ])
    assert.equal(returnTo(wanted, number), home, wanted);
});
