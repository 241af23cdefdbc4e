import assert from "node:assert/strict";
import { test } from "node:test";
import type { FastifyInstance, RouteOptions } from "fastify";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { routesOf } from "../../../src/faces/routes.ts";
import { mailboxCourier } from "../../../src/notifications/couriers/mailbox-courier.ts";
import { allMessages, messagesOf } from "../../../src/notifications/followers/notifications-reads.ts";
import { notificationsJobs } from "../../../src/notifications/notifications-jobs.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { orderByNumber } from "../../../src/orders/orders-reads.ts";
import { openCharge } from "../../../src/payments/open-charge.ts";
import { openChargeOf, paymentOf } from "../../../src/payments/payments-reads.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { recordPayment } from "../../../src/payments/record-payment.ts";
import { recordPaymentByHand } from "../../../src/payments/record-payment-by-hand.ts";
import type { AgentPrincipal, AgentRole } from "../../../src/people/agent.ts";
import { acceptInvitation } from "../../../src/people/sign-in/accept-invitation.ts";
import { createAgent } from "../../../src/people/team/create-agent.ts";
import { sql } from "../../../src/platform/database.ts";
import { Failure } from "../../../src/platform/failures/failure.ts";
import { type Cpf, parseCpf } from "../../../src/platform/taxpayer-id.ts";
import { listener, openShop, pay, placedOrder, maria as someone } from "../../kit/shop.ts";
import { visitor } from "../../kit/visitor.ts";
import { facesOf } from "../../kit/watch-story.ts";
import { createWorld, type World } from "../../kit/world.ts";

const code = (expected: string) => (error: unknown) => error instanceof Failure && error.code === expected;
const password = "correto cavalo bateria grampo";
const made = /demonstraç|simulad|de mentira|imagem de teste|sem valor legal/i;
const answers = {
  nome: "Maria da Silva",
  cpf: "529.982.247-25",
  dia: "28",
  mes: "2",
  ano: "1990",
  email: "Maria@Exemplo.com.br",
  telefone: "(11) 98765-4321",
};

/** The whole site of a world, and every route of it as "GET /pedido". Nothing here goes into a room. */
async function wholeSite({ ctx }: World): Promise<{ app: FastifyInstance; routes: string[] }> {
  const provider = ctx.config.paymentProvider && simulatedBank();
  const routes: string[] = [];
  const note = ({ method, url }: RouteOptions) => void routes.push(`${[method].flat().join()} ${url}`);
  const faces = routesOf({ ...facesOf(ctx), provider });
  const app = await openDoor(
    ctx,
    faces.map((add) => (scope) => {
      scope.addHook("onRoute", note);
      return add(scope);
    }),
  );
  return { app, routes };
}

const principal = (raId: string, id: string, roles: AgentRole[]): AgentPrincipal => ({
  kind: "agent",
  id,
  raId,
  cpf: "11144477735" as Cpf,
  name: "Gil Gestor",
  roles,
});

test("what is pretended exists only in the demo: one route less, no word of it on any page, no bank", async (t) => {
  await using demo = await createWorld();
  await using earnest = await createWorld({ config: { demo: false, paymentProvider: undefined } });
  const [shown, real] = [await wholeSite(demo), await wholeSite(earnest)];
  t.after(() => Promise.all([shown.app.close(), real.app.close()]));
  assert.deepEqual(
    shown.routes.filter((route) => !real.routes.includes(route)),
    ["POST /pedido/:number/pagamento/banco-simulado"],
  );
  assert.deepEqual(
    real.routes.filter((route) => !shown.routes.includes(route)),
    [],
  );
  await openShop(earnest.ctx);
  const person = visitor(real.app);
  const pages = real.routes.filter((route) => /^GET \/(?!api|ac\/)[^:*]*$/.test(route)).map((route) => route.slice(4));
  assert.ok(pages.length > 20, pages.join());
  for (const page of pages) assert.doesNotMatch((await person.open(page)).text, made, page);
  assert.equal((await person.request("GET", "/caixa")).location.startsWith("/desk/entrar"), true);
});

test("no bank: the order is taken, the AR writes the money down, and the order goes the road of every other", async (t) => {
  await using world = await createWorld({ config: { demo: false, paymentProvider: undefined } });
  const { ctx } = world;
  const { app } = await wholeSite(world);
  t.after(() => app.close());
  const shop = await openShop(ctx);
  const ear = listener();
  const domains = { ...ear.domains, notifications: notificationsJobs(mailboxCourier) };
  const run = () => world.runJobs(domains);
  const maria = visitor(app);

  await maria.open("/");
  assert.match(maria.page.text, /Esta AR ainda não recebe pagamentos pelo site.*3456-7890/s);
  await maria.open("/certificados/e-cpf-a1-12");
  assert.match(maria.page.text, /combina o pagamento direto com a AR/);
  await maria.send("/comprar");
  const draft = maria.page.path.split("/")[2] ?? "";
  await maria.send(`/comprar/${draft}/dados`, answers);
  for (const channel of ["email", "phone"] as const) {
    await run();
    await maria.send(`/comprar/${draft}/contato`, { codigo: ear.codeOf(draft, channel) });
  }
  assert.equal(maria.page.path, `/comprar/${draft}/conferir?horario=depois`, "no time is held that nobody can pay for");
  assert.doesNotMatch(maria.page.text, /\bPix\b|antes de pagar/);
  await maria.send(`/comprar/${draft}/conferir`, { titular: "sim", termos: "sim" });
  const number = /CERTI\d+/.exec(maria.page.path)?.[0] ?? "";
  assert.equal(maria.page.path, `/pedido/${number}/pagamento`);
  assert.equal(maria.heading(), "Combine o pagamento com a AR");
  assert.match(maria.page.text, /3456-7890.*O pedido espera até|3456-7890/s);
  assert.doesNotMatch(maria.page.text, /\bPix\b|no seu banco/);
  const order = (await orderByNumber(ctx.db, number))!;
  const trick = `/pedido/${number}/pagamento/banco-simulado`;
  assert.equal((await maria.request("POST", trick, {})).status, 404, "nobody pays with a press");
  assert.equal((await maria.request("GET", `/pedido/${number}/horario`)).location, `/pedido/${number}/pagamento`);
  assert.equal(
    (await maria.request("POST", `/pedido/${number}/horario`, { horario: "2026-11-24T13:00:00.000Z" })).location,
    `/pedido/${number}/pagamento`,
  );
  assert.equal(await paymentOf(ctx.db, order.id), undefined);
  assert.equal(await openChargeOf(ctx.db, order.id), undefined);
  await run();
  const letter = (await messagesOf(ctx.db, order.id)).find(({ subject }) => /falta o pagamento/.test(subject));
  assert.match(letter?.bodyText ?? "", /Combine o pagamento com ela: AR Teste, telefone \(11\) 3456-7890/);
  await maria.open(`/pedido/${number}`);
  assert.match(maria.page.text, /Combine o pagamento com a AR.*Depois do pagamento/s);

  const { agentId, invitationToken } = await createAgent(ctx, {
    raId: shop.raId,
    name: "Gil Gestor",
    cpf: parseCpf("111.444.777-35")!,
    email: "gil@ar.example",
    roles: ["manager"],
    by: "installation",
  });
  await acceptInvitation(ctx, { token: invitationToken, password });
  const gil = visitor(app);
  await gil.open("/desk/entrar");
  await gil.send("/desk/entrar", { email: "gil@ar.example", password });
  assert.equal(gil.page.path, "/office");
  assert.match(gil.page.text, /A loja não vende pela internet: nenhum banco está ligado/);
  await gil.open("/office/pagamentos");
  assert.match(gil.page.text, new RegExp(`${number}.*Maria da Silva`, "s"));
  await gil.open(`/office/pagamentos/${number}`);
  await gil.send(`/office/pagamentos/${number}`, { meio: "cash", motivo: "ok" });
  assert.deepEqual(gil.errors(), [
    "Escreva em uma frase como você sabe que o dinheiro chegou.",
    "Marque que você conferiu o recebimento.",
  ]);
  const paid = { meio: "transfer", motivo: "Extrato do banco de 23/11, doc 4471", certeza: "sim" };
  await gil.send(`/office/pagamentos/${number}`, paid);
  assert.equal(gil.page.path, `/office/pagamentos?registrado=${number}`);
  // A page left open, or pressed twice: the money that came is named, and there is nothing to press.
  const address = `/office/pagamentos/${number}`;
  for (const again of [await gil.request("GET", address), await gil.request("POST", address, paid)]) {
    assert.match(again.text, /Este pedido foi pago em .*Não há nada a registrar/s);
    assert.doesNotMatch(again.text, /name="meio"|Siga no painel/);
  }
  await run();
  const told = (await messagesOf(ctx.db, order.id)).map(({ subject }) => subject);
  assert.ok(
    told.some((subject) => /pagamento confirmado/.test(subject)),
    told.join(),
  );
  await maria.open(`/pedido/${number}/horario`);
  await maria.send(`/pedido/${number}/horario`);
  assert.equal(maria.page.path, `/pedido/${number}`);
  assert.match(maria.page.text, /Marcado/);

  const entry = (await readChain(ctx.db, `order:${order.id}`)).find(({ act }) => act === "payment.recorded-by-hand");
  assert.deepEqual(entry?.actor, { kind: "agent", id: agentId, name: "Gil Gestor" });
  assert.deepEqual(entry?.details, { means: "transfer", reason: paid.motivo, amountCentavos: 19990 });
  for (const { bodyText, subject } of await allMessages(ctx.db, 100)) assert.doesNotMatch(subject + bodyText, made);
  await gil.open("/caixa");
  assert.match(gil.page.text, /só desta AR.*pagamento confirmado/s);
  const message = /href="(\/caixa\/[0-9a-f-]{36})"/.exec(gil.page.text)![1]!;
  const other = await openShop(ctx);
  await sql`update agents set ra_id = ${other.raId} where id = ${agentId}`.execute(ctx.db);
  await gil.open("/caixa");
  assert.doesNotMatch(
    gil.page.text,
    /pagamento confirmado/,
    "the letters of another AR, codes and links, are not theirs",
  );
  assert.equal((await gil.request("GET", message)).status, 404);
  const forged = sql`insert into payments (id, order_id, amount_centavos, paid_at, recorded_at)
    values (gen_random_uuid(), gen_random_uuid(), 1, now(), now())`;
  await assert.rejects(forged.execute(ctx.db), /payment_has_one_origin/, "SQL wants to know where money came from");
});

test("who may write money down, and when: judged in the use case; two at once and the bank's at once are one payment", async () => {
  await using world = await createWorld();
  const { ctx } = world;
  const ear = listener();
  const run = () => world.runJobs(ear.domains);
  const shop = await openShop(ctx);
  const other = await openShop(ctx);
  const { orderId } = await placedOrder(ctx, shop.productId, someone, ear, run);
  const reason = "Recibo da maquininha, folha 12";
  const by = (raId: string, ...roles: AgentRole[]) => principal(raId, shop.agentIds[0]!, roles);
  const note = (who: AgentPrincipal, more = {}) =>
    recordPaymentByHand(ctx, { orderId, means: "card", reason, by: who, ...more });
  await assert.rejects(note(by(shop.raId, "agent", "verifier", "auditor")), code("not-allowed"));
  await assert.rejects(note(by(other.raId, "manager")), code("not-found"));
  await assert.rejects(note(by(shop.raId, "manager"), { reason: "  pago    " }), code("payment-reason-missing"));
  const gil = by(shop.raId, "manager");
  const race = await Promise.allSettled([note(gil), pay(ctx, orderId), note(gil)]);
  // A Pix that came while the money was written down by hand is money too, and given back; it buys nothing.
  const byHand = [race[0], race[2]].filter(({ status }) => status === "fulfilled").length;
  assert.ok(byHand <= 1 && race.some(({ status }) => status === "fulfilled"), JSON.stringify(race));
  const { rows } = await sql`select 1 from payments where order_id = ${orderId}`.execute(ctx.db);
  assert.equal(rows.length, 1);
  await run();
  assert.equal(ear.events().filter((event) => event === "order.paid").length, 1);
  await assert.rejects(note(gil), code("order-already-paid"));

  // One Pix for two orders, on its way while one of them is paid by hand: the other gets its part, the rest stays on record.
  const bank = simulatedBank();
  const [one, two] = [
    await placedOrder(ctx, shop.productId, someone, ear, run),
    await placedOrder(ctx, shop.productId, someone, ear, run),
  ];
  await sql`update orders set purchase_id = (select purchase_id from orders where id = ${one.orderId}), purchase_position = 2
    where id = ${two.orderId}`.execute(ctx.db);
  const charge = await openCharge(ctx, bank, { orderId: one.orderId, by: holderOf(one.orderId) });
  assert.equal(charge.items.length, 2);
  await note(gil, { orderId: one.orderId });
  const settled = bank.simulation.pay(charge, ctx.clock.now());
  await recordPayment(ctx, settled);
  await recordPayment(ctx, settled);
  assert.equal((await paymentOf(ctx.db, one.orderId))?.byHand?.means, "card");
  assert.equal((await paymentOf(ctx.db, two.orderId))?.chargeId, charge.id);
  const twice = (await readChain(ctx.db, `order:${one.orderId}`)).filter(({ act }) => act === "payment.received-twice");
  assert.equal(twice.length, 1);
  await assert.rejects(pay(ctx, two.orderId), code("order-already-paid"));
});
