import assert from "node:assert/strict";
import { test } from "node:test";
import { setBookingTerms } from "../../../src/catalog/set-booking-terms.ts";
import { orderPages } from "../../../src/faces/applicant/order/order-pages.ts";
import { homePages } from "../../../src/faces/applicant/purchase/home-page.ts";
import { purchasePages } from "../../../src/faces/applicant/purchase/purchase-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { sql } from "../../../src/platform/database.ts";
import { formatBrl } from "../../../src/platform/money.ts";
import { setAgendaHours } from "../../../src/scheduling/agenda/set-agenda-hours.ts";
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
  ]);
  const shop = await openShop(ctx, { agents });
  const run = () => world.runJobs(ear.domains);
  const close = async () => {
    await app.close();
    await world.close();
  };
  return { ctx, clock: world.clock, app, ear, run, shop, close, [Symbol.asyncDispose]: close };
}

type Place = Awaited<ReturnType<typeof open>>;

const answers = {
  nome: "Maria da Silva",
  cpf: "529.982.247-25",
  dia: "28",
  mes: "2",
  ano: "1990",
  email: "maria@exemplo.com.br",
  telefone: "(11) 98765-4321",
};
const bakery = { cnpj: "12.ABC.345/01DE-35", empresa: "Padaria Sol" };

/** A draft of an e-CPF A1, its holder told and confirmed; the page of times is open. */
async function untilTimes({ ear, run, app }: Place, cpf = answers.cpf) {
  const maria = visitor(app);
  await maria.open("/certificados/e-cpf-a1-12");
  await maria.send("/comprar");
  const draft = maria.page.path.split("/")[2] ?? "";
  await maria.send(`/comprar/${draft}/dados`, { ...answers, cpf });
  for (const channel of ["email", "phone"] as const) {
    await run();
    await maria.send(`/comprar/${draft}/contato`, { codigo: ear.codeOf(draft, channel) });
  }
  const add = async (produto: string) => {
    await maria.open(`/comprar/${draft}/certificados`);
    await maria.send(`/comprar/${draft}/certificados`, { produto });
  };
  return { maria, draft, base: `/comprar/${draft}`, add };
}

/** e-CPF, e-CNPJ, e-CPF: three times held in a row, the check page open. */
async function untilCheck(place: Place, cpf?: string) {
  const one = await untilTimes(place, cpf);
  const { maria, base, add } = one;
  await add("e-cnpj-a1-12");
  await maria.send(maria.page.path, bakery);
  await add("e-cpf-a1-12");
  await maria.open(`${base}/horario`);
  await maria.send(`${base}/horario`);
  return one;
}

const numbersIn = (text: string) => [...new Set(text.match(/CERTI\d{10}/g))];

async function untilPayment(place: Place, cpf?: string) {
  const one = await untilCheck(place, cpf);
  await one.maria.send(`${one.base}/conferir`, { titular: "sim", termos: "sim" });
  return { ...one, numbers: numbersIn(one.maria.page.text) };
}

test("three certificates, the contact asked once, three times in a row, one Pix, three panels that know one another", async () => {
  await using place = await open();
  const { maria, draft, base } = await untilTimes(place);
  assert.match(maria.page.text, /Adicionar outro certificado/);
  await maria.open(`${base}/certificados`);
  assert.equal(maria.heading(), "Seu certificado");
  await maria.send(`${base}/certificados`, { produto: "e-cnpj-a1-12" });
  assert.equal(maria.heading(), "De qual empresa é este certificado?");
  await maria.send(maria.page.path, { cnpj: "1", empresa: "" });
  assert.equal(maria.errors().length, 2, "CNPJ and name, each beside its field");
  await maria.send(maria.page.path, bakery);
  assert.equal(maria.heading(), "Seus 2 certificados");
  await maria.send(`${base}/certificados`, { produto: "e-cpf-a1-12" });
  assert.equal(maria.heading(), "Seus 3 certificados", "same holder: nothing more is asked");
  await maria.open(`${base}/horario`);
  assert.equal(maria.page.path, `${base}/horario`, "no contact is confirmed twice");
  assert.match(maria.page.text, /das 10h às 11h30/);
  assert.match(maria.page.text, /3 atendimentos seguidos: 10h, 10h30 e 11h/);
  await maria.send(`${base}/horario`);
  assert.equal(maria.heading(), "Confira antes de pagar");
  for (const words of [
    "Padaria Sol, CNPJ 12.ABC.345/01DE-35",
    "às 10h30",
    "às 11h",
    formatBrl(24990),
    formatBrl(64970),
  ])
    assert.ok(maria.page.text.includes(words), words);
  await maria.send(`${base}/conferir`, { titular: "sim", termos: "sim" });
  const numbers = numbersIn(maria.page.text);
  assert.equal(numbers.length, 3);
  assert.equal(maria.heading(), `Pague ${formatBrl(64970)} com Pix`);
  const [, second = ""] = numbers;
  await maria.open(`/pedido/${second}/pagamento`);
  assert.equal(maria.heading(), `Pague ${formatBrl(64970)} com Pix`, "the same Pix from any of them");
  await maria.send(`/pedido/${second}/pagamento/banco-simulado`);
  await place.run();
  for (const [i, number] of numbers.entries()) {
    await maria.open(`/pedido/${number}`);
    assert.match(maria.page.text, /Pagamento recebido/);
    assert.match(maria.page.text, /Pedidos da mesma compra/);
    assert.match(maria.page.text, new RegExp(`às ${["10h", "10h30", "11h"][i]} \\(Brasília\\)`));
    for (const other of numbers.filter((one) => one !== number))
      assert.ok(maria.page.text.includes(`href="/pedido/${other}"`), other);
  }
  assert.equal(place.ear.events().filter((event) => event === "contact-code.requested").length, 2);
  const { rows } = await sql<{ pix: number; parts: number; sum: number; agents: number }>`
    select count(distinct p.end_to_end_id)::int as pix, count(*)::int as parts, sum(p.amount_centavos)::int as sum,
      count(distinct a.agent_id)::int as agents
    from payments p join appointments a on a.order_id = p.order_id and a.status = 'booked'`.execute(place.ctx.db);
  assert.deepEqual(rows, [{ pix: 1, parts: 3, sum: 64970, agents: 1 }]);
  assert.ok(draft);
});

test("afterwards each order is its own: one moves, the others stay; a stranger with one number sees one", async () => {
  await using place = await open();
  const { maria, numbers } = await untilPayment(place);
  const [first = "", company = "", third = ""] = numbers;
  await maria.send(`/pedido/${first}/pagamento/banco-simulado`);
  await place.run();
  await maria.open(`/pedido/${third}/horario`);
  assert.doesNotMatch(maria.page.text, /atendimentos seguidos/);
  await maria.send(`/pedido/${third}/horario`, { horario: "2026-11-23T18:00:00.000Z" });
  await maria.send(`/pedido/${third}/horario/mudanca`);
  assert.equal(maria.page.path, `/pedido/${third}?horario=mudado`);
  assert.match(maria.page.text, /às 15h/);
  await maria.open(`/pedido/${company}`);
  assert.match(maria.page.text, /às 10h30 \(Brasília\)/);
  const accountant = visitor(place.app);
  await accountant.open("/pedido");
  await accountant.send("/pedido", { numero: company, documento: bakery.cnpj });
  assert.equal(accountant.page.path, `/pedido/${company}`);
  assert.deepEqual(numbersIn(accountant.page.text), [company], "who knows the CNPJ learns no other number");
  assert.match(accountant.page.text, /A compra tem mais 2 pedidos/);
  assert.match((await accountant.request("GET", `/pedido/${first}`)).location, /^\/pedido\?depois=/);
});

test("the basket grows and shrinks with its times; what does not fit says so and offers days that have it", async () => {
  await using place = await open();
  const { ctx, shop } = place;
  const { maria, base, add } = await untilTimes(place);
  await maria.send(`${base}/horario`, { horario: "2026-11-24T14:00:00.000Z" });
  await add("e-cpf-a1-12");
  assert.match(maria.page.text, /24 de novembro, às 11h30/, "held again, with the second behind the first");
  await maria.open(`${base}/conferir`);
  assert.match(maria.page.text, /2 atendimentos seguidos, terça-feira, 24 de novembro, das 11h às 12h/);
  const removals = [...maria.page.text.matchAll(/action="(\/comprar\/[^"]+\/remocao)"/g)].map(
    (match) => match[1] ?? "",
  );
  await maria.send(removals[0] ?? "");
  assert.equal(maria.heading(), "Seu certificado");
  assert.match(maria.page.text, /24 de novembro, às 11h</, "the one that is left moved up");
  assert.notEqual(maria.page.path, `${base}/certificados`, "the first was taken out: its draft is none any more");
  const left = maria.page.path.replace("/certificados", "");
  assert.equal((await maria.request("GET", `${base}/conferir`)).status, 409);

  const [agentId = ""] = shop.agentIds;
  const hours = [
    { weekday: 2, opens: "11:00", closes: "11:30" },
    { weekday: 3, opens: "08:00", closes: "12:00" },
  ];
  await setAgendaHours(ctx, { agentId, hours, by: "installation" });
  await maria.open(`${left}/certificados`);
  await maria.send(`${left}/certificados`, { produto: "e-cpf-a1-12" });
  assert.match(maria.page.text, /O horário reservado foi liberado/);
  await maria.open(`${left}/horario?dia=2026-11-24`);
  assert.match(maria.page.text, /Não há 2 horários livres seguidos em terça-feira, 24 de novembro/);
  assert.match(maria.page.text, /25 de novembro/);
  await maria.send(`${left}/horario`, { horario: "2026-11-24T14:00:00.000Z" });
  assert.equal(maria.page.status, 409);
  assert.match(maria.page.text, /acabou de ser ocupado/);
});

test("refusals: too many, too long, off the shelf, not by video, one holder", async () => {
  await using place = await open();
  const { ctx, shop } = place;
  const { maria, base, add } = await untilTimes(place);
  const hour = { productId: shop.companyId, slotMinutes: 60, pauseBeforeMinutes: 0, pauseAfterMinutes: 60 };
  await setBookingTerms(ctx, { terms: { ...hour, noticeMinutes: null, horizonDays: null }, by: "installation" });
  await add("e-cnpj-a1-12");
  await maria.send(maria.page.path, bakery);
  await add("e-cnpj-a1-12");
  assert.equal(maria.page.status, 409);
  assert.match(maria.errors().join() || maria.page.text, /passam de quatro horas/);
  for (let i = 0; i < 3; i++) await add("e-cpf-a1-12");
  assert.equal(maria.heading(), "Seus 5 certificados");
  await setBookingTerms(ctx, {
    terms: { ...hour, slotMinutes: 15, pauseAfterMinutes: 0, noticeMinutes: null, horizonDays: null },
    by: "installation",
  });
  await add("e-cpf-a1-12");
  assert.equal(maria.page.status, 409);
  assert.match(maria.page.text, /no máximo 5 certificados/);
  await add("nada");
  assert.equal(maria.page.status, 409);

  await sql`update products set active = false where id = ${shop.companyId}`.execute(ctx.db);
  await maria.open(`${base}/conferir`);
  assert.match(maria.page.text, /Não está mais à venda\. Tire-o para continuar/);
  await maria.send(`${base}/conferir`, { titular: "sim", termos: "sim" });
  assert.equal(maria.page.status, 409);
  assert.match(maria.page.text, /e-CNPJ A1, 12 meses não está mais à venda/);
  const { rows } = await sql<{ placed: number }>`select count(number)::int as placed from orders`.execute(ctx.db);
  assert.deepEqual(rows, [{ placed: 0 }], "all or none");

  const differs = sql`update orders set cpf = '11144477735' where number is null
    and id = (select id from orders where cancelled_at is null order by id limit 1)`.execute(ctx.db);
  await assert.rejects(differs, /purchase_has_one_holder/);
});

test("biometrics are asked once for all; a no takes the certificate out and the rest goes on", async () => {
  await using place = await open();
  const { maria, base, add } = await untilTimes(place);
  await add("e-cpf-a3-36");
  assert.match(maria.heading(), /biometria/);
  await maria.send(maria.page.path, { biometria: "nao" });
  assert.match(maria.heading(), /presencial/);
  const removal = /action="(\/comprar\/[^"]+\/remocao)"/.exec(maria.page.text)?.[1] ?? "";
  await maria.send(removal);
  assert.equal(maria.heading(), "Seu certificado");
  await add("e-cpf-a3-36");
  await maria.send(maria.page.path, { biometria: "sim" });
  assert.equal(maria.heading(), "Seus 2 certificados");
  await add("e-cpf-a3-36");
  assert.equal(maria.heading(), "Seus 3 certificados", "answered once");
  await maria.open(`${base}/horario`);
  assert.match(maria.page.text, /São 3 atendimentos seguidos/);
});

test("another CPF is another holder for all of them, and every held time goes", async () => {
  await using place = await open();
  const { maria, base } = await untilCheck(place);
  await maria.open(`${base}/dados`);
  await maria.send(`${base}/dados`, { ...answers, cpf: "111.444.777-35" });
  await place.run();
  const { rows } = await sql<{ cpf: string; held: number }>`
    select o.cpf, count(a.id) filter (where a.status = 'held')::int as held
    from orders o left join appointments a on a.order_id = o.id group by o.cpf`.execute(place.ctx.db);
  assert.deepEqual(rows, [{ cpf: "11144477735", held: 0 }]);
  await maria.open(`${base}/conferir`);
  assert.match(maria.page.text, /Escolher depois de pagar/);
});

test("more time is for all; the end of the hold is too, and the times are chosen again together after paying", async () => {
  await using place = await open();
  const { maria, base } = await untilCheck(place);
  await maria.send(`${base}/conferir/tempo`);
  assert.doesNotMatch(maria.page.text, /Preciso de mais tempo/);
  const held = () =>
    sql<{ held: number; ends: number }>`select count(*)::int as held, count(distinct hold_expires_at)::int as ends
      from appointments where status = 'held'`.execute(place.ctx.db);
  place.clock.advance({ minutes: 20 });
  await place.run();
  assert.deepEqual((await held()).rows, [{ held: 3, ends: 1 }]);
  await maria.send(`${base}/conferir`, { titular: "sim", termos: "sim" });
  const [first = "", second = ""] = numbersIn(maria.page.text);
  place.clock.advance({ minutes: 11 });
  await place.run();
  assert.deepEqual((await held()).rows, [{ held: 0, ends: 0 }]);
  await maria.send(`/pedido/${first}/pagamento/banco-simulado`);
  await place.run();
  await maria.open(`/pedido/${second}`);
  assert.match(maria.page.text, /A reserva de .* terminou antes do pagamento/);
  await maria.open(`/pedido/${second}/horario`);
  assert.match(maria.page.text, /São 3 atendimentos seguidos/);
  await maria.send(`/pedido/${second}/horario`);
  await maria.open(`/pedido/${first}`);
  assert.equal(maria.page.text.match(/>Marcado</g)?.length, 4, "the three, and its own task");
});

test("one of them may be cancelled before paying: the Pix is a new one, for the others", async () => {
  await using place = await open();
  const { maria, numbers } = await untilPayment(place);
  const [first = "", company = "", third = ""] = numbers;
  await maria.open(`/pedido/${company}/cancelar`);
  assert.match(maria.page.text, /Os outros 2 da mesma compra continuam/);
  await maria.send(`/pedido/${company}/cancelar`, { certeza: "sim" });
  await place.run();
  await maria.open(`/pedido/${first}/pagamento`);
  assert.equal(maria.heading(), `Pague ${formatBrl(39980)} com Pix`);
  await maria.send(`/pedido/${first}/pagamento/banco-simulado`);
  await place.run();
  await maria.open(`/pedido/${third}`);
  assert.match(maria.page.text, /Pagamento recebido/);
  assert.equal(maria.page.text.match(/>Marcado</g)?.length, 3, "two, and its own task");
  assert.match(maria.page.text, />Cancelado</);
  await maria.open(`/pedido/${third}/horario/sozinho`);
  assert.equal(maria.heading(), "Para quando você quer mudar?");
});
