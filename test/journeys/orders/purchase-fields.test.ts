import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { orderPages } from "../../../src/faces/applicant/order/order-pages.ts";
import { homePages } from "../../../src/faces/applicant/purchase/home-page.ts";
import { purchasePages } from "../../../src/faces/applicant/purchase/purchase-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { listener, openShop } from "../../kit/shop.ts";
import { visitor } from "../../kit/visitor.ts";
import { createWorld } from "../../kit/world.ts";

async function open() {
  const world = await createWorld();
  const { ctx } = world;
  const ear = listener();
  const deps = { ctx, provider: simulatedBank() };
  const app = await openDoor(ctx, [
    (scope) => homePages(scope, deps),
    (scope) => purchasePages(scope, deps),
    (scope) => orderPages(scope, deps),
  ]);
  await openShop(ctx);
  const maria = visitor(app);
  await maria.open("/");
  await maria.open("/certificados/e-cpf-a1-12");
  await maria.send("/comprar");
  const draft = maria.page.path.split("/")[2] ?? "";
  const close = async () => {
    await app.close();
    await world.close();
  };
  const run = () => world.runJobs(ear.domains);
  return { app, ear, run, maria, draft, base: `/comprar/${draft}`, [Symbol.asyncDispose]: close };
}

const answers = {
  nome: "Maria da Silva",
  cpf: "529.982.247-25",
  dia: "28",
  mes: "2",
  ano: "1990",
  email: "maria@exemplo.com.br",
  telefone: "(11) 98765-4321",
};

test("fields as people paste them, from the form to the look-up of the order (case 35)", async () => {
  await using place = await open();
  const { maria, base, draft, ear, run } = place;
  await maria.send(`${base}/dados`, {
    nome: "\u202aMaria\u00a0da Sil\u00advà\u0000",
    cpf: "CPF nº 529.982\u200b.247‑25\u202c",
    dia: "\ufeff28",
    mes: "2\u00a0",
    ano: "1990\u200e",
    email: "\u200bMaria@Exemplo.com.br\u2060",
    telefone: "\u202a+55 (011) 98765‑4321\u202c",
  });
  assert.equal(maria.heading(), "Confirme seu e-mail", maria.errors().join());
  for (const channel of ["email", "phone"] as const) {
    await run();
    await maria.send(`${base}/contato`, { codigo: `\u200b${ear.codeOf(draft, channel)}\u00a0` });
  }
  await maria.send(`${base}/horario`);
  for (const words of ["Maria da Silvà", "529.982.247-25", "28/02/1990", "maria@exemplo.com.br", "(11) 98765-4321"])
    assert.ok(maria.page.text.includes(words), words);
  await maria.send(`${base}/conferir`, { titular: "sim", termos: "sim" });
  const number = /CERTI\d{10}/.exec(maria.page.path)?.[0] ?? "";
  const other = visitor(place.app);
  await other.open("/pedido");
  await other.send("/pedido", {
    numero: `Pedido nº\u00a0CERTI‑${number.slice(5)}\u200b`,
    documento: "529.982.247–25\u2060",
  });
  assert.equal(other.page.path, `/pedido/${number}`);
});

test("a name of one word and “gmial.com” are asked once; sent again they are taken (cases 37, 44)", async () => {
  await using place = await open();
  const { maria, base } = place;
  await maria.send(`${base}/dados`, { ...answers, nome: "Teresa", email: "teresa@gmial.com" });
  assert.equal(maria.page.status, 422);
  assert.match(maria.errors().join("|"), /só este nome.*\|Seria teresa@gmail\.com\?/);
  // Corrected in one, kept in the other: only what is new is asked.
  await maria.send(`${base}/dados`, { ...answers, nome: "Teresa", email: "teresa@gmai.com" });
  assert.equal(maria.errors().length, 1);
  await maria.send(`${base}/dados`, { ...answers, nome: "Teresa", email: "teresa@gmai.com" });
  assert.equal(maria.heading(), "Confirme seu e-mail");
  // Back and on again: what was taken is not asked again.
  await maria.open(`${base}/dados`);
  await maria.send(`${base}/dados`);
  assert.equal(maria.heading(), "Confirme seu e-mail");
});

test("an e-mail with accents in its domain is kept for the mail and shown as typed; a landline needs no SMS (cases 36, 37)", async () => {
  await using place = await open();
  const { maria, base, draft, ear, run } = place;
  const email = readFileSync(new URL("../../cases/37-mail-domain-accents/input.txt", import.meta.url), "utf8").trim();
  await maria.send(`${base}/dados`, { ...answers, email, telefone: "(11) 3456-7890" });
  assert.equal(maria.heading(), "Confirme seu e-mail");
  assert.ok(maria.page.text.includes(email));
  assert.match(maria.page.text, /\(11\) 3456-7890, é fixo e não recebe SMS/);
  await run();
  await maria.send(`${base}/contato`, { codigo: ear.codeOf(draft, "email") });
  assert.equal(maria.heading(), "Quando você quer ser atendido?");
  await maria.open(`${base}/dados`);
  assert.ok(maria.page.text.includes(`value="${email}"`));
  await maria.send(`${base}/dados`, { telefone: "+351 912 345 678" });
  await maria.send(`${base}/contato/codigo`);
  assert.match(maria.page.text, /por SMS para <strong>\+351 912 345 678/);
});
