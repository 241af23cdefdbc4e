import assert from "node:assert/strict";
import { test } from "node:test";
import { helpPages } from "../../../src/faces/applicant/help/help-pages.ts";
import { helpTopics } from "../../../src/faces/applicant/help/help-topics.tsx";
import { orderPages } from "../../../src/faces/applicant/order/order-pages.ts";
import { homePages } from "../../../src/faces/applicant/purchase/home-page.ts";
import { purchasePages } from "../../../src/faces/applicant/purchase/purchase-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { sql } from "../../../src/platform/database.ts";
import { formatBrl } from "../../../src/platform/money.ts";
import { listener, openShop } from "../../kit/shop.ts";
import { visitor } from "../../kit/visitor.ts";
import { createWorld } from "../../kit/world.ts";

async function open(agents = 1) {
  const world = await createWorld();
  const { ctx } = world;
  const ear = listener();
  const deps = { ctx, provider: simulatedBank() };
  const app = await openDoor(ctx, [
    (scope) => homePages(scope, deps),
    (scope) => purchasePages(scope, deps),
    (scope) => orderPages(scope, deps),
    (scope) => helpPages(scope, deps),
  ]);
  const shop = await openShop(ctx, { agents });
  const run = () => world.runJobs(ear.domains);
  const close = async () => {
    await app.close();
    await world.close();
  };
  return { ctx, clock: world.clock, app, ear, run, shop, close, [Symbol.asyncDispose]: close };
}

const answers = {
  nome: "Maria da Silva",
  cpf: "529.982.247-25",
  dia: "28",
  mes: "2",
  ano: "1990",
  email: "Maria@Exemplo.com.br",
  telefone: "(11) 98765-4321",
};

type Place = Awaited<ReturnType<typeof open>>;

/** From the shelf to the page of times; answers the draft's id. */
async function untilSlots(
  { ear, run, app }: Place,
  product = "e-cpf-a1-12",
  more: Record<string, string> = {},
  biometrics?: string,
) {
  const maria = visitor(app);
  await maria.open("/");
  await maria.open(`/certificados/${product}`);
  await maria.send("/comprar");
  const draft = maria.page.path.split("/")[2] ?? "";
  if (biometrics) await maria.send(`/comprar/${draft}/elegibilidade`, { biometria: biometrics });
  await maria.send(`/comprar/${draft}/dados`, { ...answers, ...more });
  for (const channel of ["email", "phone"] as const) {
    await run();
    await maria.send(`/comprar/${draft}/contato`, { codigo: ear.codeOf(draft, channel) });
  }
  return { maria, draft };
}

test("the whole purchase without script: shelf, data, codes, slot, check, Pix, panel", async () => {
  await using place = await open();
  const { maria, draft } = await untilSlots(place);
  assert.equal(maria.heading(), "Quando você quer ser atendido?");
  await maria.send(`/comprar/${draft}/horario`);
  assert.equal(maria.heading(), "Confira antes de pagar");
  for (const words of [
    "e-CPF A1, 12 meses",
    "529.982.247-25",
    "28/02/1990",
    "maria@exemplo.com.br",
    "às 10h",
    formatBrl(19990),
  ])
    assert.ok(maria.page.text.includes(words), words);
  await maria.send(`/comprar/${draft}/conferir`);
  assert.equal(maria.page.status, 422);
  assert.equal(maria.errors().length, 2, "both boxes are asked for");
  await maria.send(`/comprar/${draft}/conferir`, { titular: "sim", termos: "sim" });
  const number = /\/pedido\/(CERTI\d{10})\/pagamento/.exec(maria.page.path)?.[1] ?? "";
  assert.ok(number, maria.page.path);
  assert.match(maria.page.text, /000201010212.*br\.gov\.bcb\.pix/);
  assert.match(maria.page.text, /<img src="data:image\/svg\+xml;base64/);
  assert.match(maria.page.text, /<noscript><meta http-equiv="refresh"/);
  const before = await maria.request("GET", `/pedido/${number}/pagamento/estado`);
  assert.deepEqual(JSON.parse(before.text), { paid: false });
  await maria.send(`/pedido/${number}/pagamento/banco-simulado`);
  await place.run();
  await maria.open(`/pedido/${number}`);
  assert.match(maria.page.text, /Pagamento recebido/);
  assert.match(maria.page.text, /Marcado/);
  assert.deepEqual(JSON.parse((await maria.request("GET", `/pedido/${number}/pagamento/estado`)).text), { paid: true });
  await maria.open(`/pedido/${number}/pagamento`);
  assert.equal(maria.page.path, `/pedido/${number}`, "nothing left to pay");
  await maria.open(`/comprar/${draft}/dados`);
  assert.equal(maria.page.path, `/pedido/${number}`, "a placed draft leads to its order");
});

test("every wrong field is told at once, beside itself, and nothing typed is lost", async () => {
  await using place = await open();
  const maria = visitor(place.app);
  await maria.open("/certificados/e-cnpj-a1-12");
  await maria.send("/comprar");
  const dados = maria.page.path;
  await maria.send(dados, {
    ...answers,
    nome: "Maria",
    cpf: "529.982.247-24",
    dia: "31",
    cnpj: "1",
    email: "x",
    telefone: "9",
  });
  assert.equal(maria.page.status, 422);
  assert.equal(maria.errors().length, 7, "name, CPF, birth, e-mail, phone, CNPJ, company");
  assert.match(maria.page.text, /value="529\.982\.247-24"/);
  assert.match(maria.page.text, /href="#nascimento"/);
  assert.match(maria.page.text, /<title>Erro: /);
  await maria.send(dados, { ...answers, ano: "2015", cnpj: "12.ABC.345/01DE-35", empresa: "Padaria Sol" });
  assert.match(maria.errors()[0] ?? "", /maiores de 18 anos/);
  await maria.send(dados, { ...answers, cnpj: "12.abc.345/01de-35", empresa: "Padaria <Sol> & Cia" });
  assert.match(maria.errors()[0] ?? "", /não pode levar “<”, “>”/);
  await maria.send(dados, { ...answers, cnpj: "12.abc.345/01de-35", empresa: "!" });
  assert.match(maria.errors()[0] ?? "", /nome da empresa/);
});

test("letters that no certificate can hold are named at the form; the check page shows the very name of the certificate", async () => {
  await using place = await open();
  const { ctx, app } = place;
  const { maria, draft } = await untilSlots(place, "e-cpf-a1-12", {
    nome: "Søren D’Ávila–Łuz",
    email: "Maria@Açaí.com.br",
  });
  assert.equal(maria.heading(), "Quando você quer ser atendido?");
  await maria.send(`/comprar/${draft}/horario`);
  assert.match(maria.page.text, /No certificado/);
  assert.ok(maria.page.text.includes("SOREN D'AVILA-LUZ:52998224725"), "as it will be");
  assert.ok(maria.page.text.includes("Søren D’Ávila–Łuz"), "and as typed");
  assert.ok(maria.page.text.includes("maria@açaí.com.br"), "the domain as typed");
  const { rows } = await sql<{ email: string }>`select email from orders where id = ${draft}`.execute(ctx.db);
  assert.match(rows[0]!.email, /^maria@xn--[a-z0-9-]+\.com\.br$/);

  const other = visitor(app);
  await other.open("/certificados/e-cnpj-a1-12");
  await other.send("/comprar");
  const dados = other.page.path;
  await other.send(dados, {
    ...answers,
    nome: "王小明 Silva",
    cnpj: "12.ABC.345/01DE-35",
    empresa: "Padaria Sol® 😀",
    email: "joão@exemplo.com.br",
  });
  const said = other.errors().join("\n");
  for (const letters of [/“王”, “小”, “明”/, /“®”, “😀”/, /“ã”/]) assert.match(said, letters);

  // A draft of before the rule: told on the check page, and refused there, before anything is paid.
  await sql`update orders set applicant_name = 'Иван Silva' where id = ${draft}`.execute(ctx.db);
  await maria.open(`/comprar/${draft}/conferir`);
  assert.match(maria.page.text, /Não pode levar “И”, “в”, “а”, “н”/);
  await maria.send(`/comprar/${draft}/conferir`, { titular: "sim", termos: "sim" });
  assert.equal(maria.page.status, 422);
  assert.match(maria.page.text, /O certificado não pode levar “И”, “в”/);
});

test("pages whose turn has not come lead back; codes are asked beside their field", async () => {
  await using place = await open();
  const maria = visitor(place.app);
  await maria.open("/certificados/e-cpf-a1-12");
  await maria.send("/comprar");
  const base = maria.page.path.replace("/dados", "");
  for (const step of ["contato", "horario", "conferir"]) {
    await maria.open(`${base}/${step}`);
    assert.equal(maria.page.path, `${base}/dados`, step);
  }
  await maria.send(`${base}/dados`, answers);
  await place.run();
  assert.equal(maria.heading(), "Confirme seu e-mail");
  await maria.send(`${base}/contato`, { codigo: "12" });
  assert.match(maria.errors()[0] ?? "", /6 números/);
  const right = place.ear.codeOf(base.split("/")[2] ?? "", "email");
  await maria.send(`${base}/contato`, { codigo: right === "111111" ? "222222" : "111111" });
  assert.match(maria.errors()[0] ?? "", /não confere/);
  assert.doesNotMatch(maria.page.text, /Enviamos um código novo/);
  for (let i = 0; i < 4; i++) {
    await maria.send(`${base}/contato/codigo`);
    assert.match(maria.page.text, /role="status"[^>]*><h2>Enviamos um código novo<\/h2><p>Foi para [^ ]+ às 10h\./);
  }
  assert.match(maria.page.text, /você pode pedir outro a partir das 11h\./, "said before it can only be refused");
  assert.doesNotMatch(maria.page.text, /Enviar outro código/);
  const more = await maria.request("POST", `${base}/contato/codigo`, { canal: "email" });
  assert.equal(more.status, 409);
  assert.match(more.text, /role="alert"[\s\S]*vários códigos/);
  place.clock.advance({ minutes: 60 });
  await maria.open(`${base}/contato`);
  assert.match(maria.page.text, /Enviar outro código/);
  place.clock.advance({ minutes: -60 });
  await maria.open(`${base}/conferir`);
  assert.equal(maria.page.path, `${base}/contato`);
});

test("a long certificate asks first; a no shows another way and takes no data", async () => {
  await using place = await open();
  const maria = visitor(place.app);
  await maria.open("/certificados/e-cpf-a3-36");
  await maria.send("/comprar");
  assert.match(maria.heading(), /biometria/);
  const here = maria.page.path;
  await maria.send(here);
  assert.equal(maria.page.status, 422);
  await maria.send(here, { biometria: "nao" });
  assert.match(maria.heading(), /presencial/);
  assert.match(maria.page.text, /Nada foi cobrado/);
  await maria.open(here.replace("elegibilidade", "dados"));
  assert.equal(maria.page.path, here);
  const yes = await untilSlots(place, "e-cpf-a3-36", {}, "sim");
  assert.equal(yes.maria.heading(), "Quando você quer ser atendido?");
});

test("two want the last slot: the second reads why and picks another", async () => {
  await using place = await open();
  const one = await untilSlots(place);
  const two = await untilSlots(place, "e-cpf-a1-12", { cpf: "111.444.777-35" });
  await one.maria.send(`/comprar/${one.draft}/horario`);
  await two.maria.send(`/comprar/${two.draft}/horario`);
  assert.equal(two.maria.page.status, 409);
  assert.match(two.maria.page.text, /acabou de ser ocupado/);
  await two.maria.send(`/comprar/${two.draft}/horario`);
  assert.equal(two.maria.heading(), "Confira antes de pagar");
  await two.maria.request("POST", `/comprar/${two.draft}/conferir/tempo`);
  await two.maria.open(`/comprar/${two.draft}/conferir`);
  assert.ok(!two.maria.page.text.includes("Preciso de mais tempo"), "once");
});

async function placed(place: Place, more: Record<string, string> = {}) {
  const { maria, draft } = await untilSlots(place, "e-cpf-a1-12", more);
  await maria.open(`/comprar/${draft}/conferir`);
  await maria.send(`/comprar/${draft}/conferir`, { titular: "sim", termos: "sim" });
  return { maria, number: maria.page.path.split("/")[2] ?? "" };
}

test("choosing later, moving and the limits of it, from the order's page", async () => {
  await using place = await open();
  const { maria, number } = await placed(place);
  const time = `/pedido/${number}/horario`;
  await maria.open(time);
  await maria.send(time);
  assert.equal(maria.page.path, `/pedido/${number}/pagamento`, "held, so pay");
  assert.match(maria.page.text, /Horário reservado/);
  place.clock.advance({ minutes: 16 });
  await place.run();
  await maria.send(`/pedido/${number}/pagamento/banco-simulado`);
  await place.run();
  await maria.open(`/pedido/${number}`);
  assert.match(maria.page.text, /A reserva de segunda-feira, 23 de novembro, às 10h terminou antes do pagamento/);
  await maria.open(time);
  await maria.send(time);
  assert.equal(maria.page.path, `/pedido/${number}`);
  for (let i = 0; i < 5; i++) {
    await maria.open(time);
    await maria.send(time);
    await maria.send(`${time}/mudanca`);
    assert.equal(maria.page.path, `/pedido/${number}?horario=mudado`, `move ${i + 1}`);
  }
  await maria.open(time);
  await maria.send(time);
  assert.match(maria.page.text, /já reagendou 5 vezes/);
  assert.doesNotMatch(maria.page.text, /Confirmar a mudança/, "not asked about what can only be refused");
  await maria.open(time);
  await maria.send(time, { horario: "ontem" });
  assert.match(maria.page.text, /Escolha um horário da lista/);
});

test("coming back by number and CPF; a stranger learns nothing; closing closes", async () => {
  await using place = await open();
  const { maria, number } = await placed(place);
  const back = visitor(place.app);
  await back.open(`/pedido/${number}/horario`);
  assert.match(back.page.path, /^\/pedido\?depois=/);
  assert.match(back.page.text, new RegExp(`value="${number}"`), "the number need not be typed again");
  await back.send("/pedido", { documento: "529.982.247-25" });
  assert.equal(back.page.path, `/pedido/${number}`.concat("/horario"));
  await back.open("/pedido");
  await back.send("/pedido/sair");
  await back.open(`/pedido/${number}`);
  assert.match(back.page.path, /^\/pedido\?depois=/);

  const stranger = visitor(place.app);
  await stranger.open("/pedido");
  await stranger.send("/pedido", { numero: "", documento: "" });
  assert.equal(stranger.errors().length, 2);
  const misses: string[] = [];
  for (const form of [
    { numero: number, documento: "111.444.777-35" },
    { numero: "CERTI999999999", documento: "529.982.247-25" },
  ]) {
    await stranger.send("/pedido", { ...form, depois: "https://evil.example/" });
    assert.equal(stranger.page.status, 422);
    misses.push(/role="alert"[\s\S]*?<\/div>/.exec(stranger.page.text)?.[0] ?? "");
  }
  assert.equal(misses[0], misses[1], "the same words for every miss");
  const unknown = await stranger.request("GET", "/pedido/CERTI000010009");
  const foreign = await stranger.request("GET", `/pedido/${number}`);
  assert.deepEqual([unknown.status, unknown.location.slice(0, 15)], [foreign.status, foreign.location.slice(0, 15)]);
  for (let i = 0; i < 5; i++) await stranger.send("/pedido", { numero: number, documento: "111.444.777-35" });
  assert.equal(stranger.page.status, 429);
  assert.ok(maria.page.text);
});

test("cancelling: asked twice while unpaid, sent to the AR once paid", async () => {
  await using place = await open();
  const { maria, number } = await placed(place);
  const cancel = `/pedido/${number}/cancelar`;
  await maria.open(cancel);
  await maria.send(cancel);
  assert.equal(maria.page.status, 422);
  await maria.send(cancel, { certeza: "sim", motivo: "mudei de ideia" });
  assert.match(maria.page.text, /Pedido cancelado/);
  await maria.open(`/pedido/${number}/pagamento`);
  assert.equal(maria.page.path, `/pedido/${number}`);
  const paid = await placed(place);
  await paid.maria.send(`/pedido/${paid.number}/pagamento/banco-simulado`);
  await paid.maria.open(`/pedido/${paid.number}/cancelar`);
  assert.match(paid.maria.page.text, /já foi pago/);
  const forced = await paid.maria.request("POST", `/pedido/${paid.number}/cancelar`, { certeza: "sim" });
  assert.equal(forced.status, 409);
});

test("another browser sees neither the draft nor the order, and no other site may post", async () => {
  await using place = await open();
  const { draft } = await untilSlots(place);
  const other = visitor(place.app);
  assert.equal((await other.request("GET", `/comprar/${draft}/dados`)).status, 404);
  assert.equal(
    (await other.request("POST", `/comprar/${draft}/conferir`, { titular: "sim", termos: "sim" })).status,
    404,
  );
  const foreign = await place.app.inject({
    method: "POST",
    url: "/comprar",
    headers: { "sec-fetch-site": "cross-site" },
  });
  assert.equal(foreign.statusCode, 403);
  assert.equal((await other.request("POST", "/comprar", { produto: "nada" })).status, 409);
});

test("home, products and every help page answer, and no link of the help is dead", async () => {
  await using place = await open();
  const maria = visitor(place.app);
  await maria.open("/");
  assert.match(maria.page.text, /<html lang="pt-BR"/);
  assert.match(maria.page.text, /e-CNPJ A1/);
  assert.equal((await maria.request("GET", "/certificados/nada")).status, 404);
  assert.equal((await maria.request("GET", "/?ar=outra")).status, 404);
  await maria.open("/ajuda");
  const known = new Set(helpTopics.map(({ slug }) => `/ajuda/${slug}`));
  for (const { slug, related } of helpTopics) {
    assert.ok(maria.page.text.includes(`/ajuda/${slug}`), slug);
    for (const other of related) assert.ok(known.has(`/ajuda/${other}`), other);
    assert.equal((await maria.request("GET", `/ajuda/${slug}`)).status, 200);
  }
  assert.equal((await maria.request("GET", "/ajuda/nada")).status, 404);
});
