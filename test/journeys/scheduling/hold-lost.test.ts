import assert from "node:assert/strict";
import { test } from "node:test";
import { orderPages } from "../../../src/faces/applicant/order/order-pages.ts";
import { homePages } from "../../../src/faces/applicant/purchase/home-page.ts";
import { purchasePages } from "../../../src/faces/applicant/purchase/purchase-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { mailboxCourier } from "../../../src/notifications/couriers/mailbox-courier.ts";
import { allMessages } from "../../../src/notifications/followers/notifications-reads.ts";
import { notificationsJobs } from "../../../src/notifications/notifications-jobs.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { sql } from "../../../src/platform/database.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { listener, maria, openShop, readyDraft } from "../../kit/shop.ts";
import { visitor } from "../../kit/visitor.ts";
import { createWorld } from "../../kit/world.ts";

const ten = new Date("2026-11-24T13:00:00Z");
const tenWords = "terça-feira, 24 de novembro, às 10h";

/** Maria on the check page, with a time (or times in a row) held. */
async function open(certificates: number) {
  const world = await createWorld();
  const { ctx, clock } = world;
  const ear = listener();
  const deps = { ctx, provider: simulatedBank() };
  const app = await openDoor(ctx, [
    (scope) => homePages(scope, deps),
    (scope) => purchasePages(scope, deps),
    (scope) => orderPages(scope, deps),
  ]);
  const shop = await openShop(ctx);
  const run = () => world.runJobs({ ...ear.domains, notifications: notificationsJobs(mailboxCourier) });
  const { orderId, accessToken } = await readyDraft(ctx, shop.productId, maria, ear, run);
  const person = visitor(app);
  person.keep({ confere_pedido: accessToken });
  const base = `/comprar/${orderId}`;
  for (let n = 1; n < certificates; n++) {
    await person.open(`${base}/certificados`);
    await person.send(`${base}/certificados`, { produto: "e-cpf-a1-12" });
  }
  await person.open(`${base}/horario?dia=2026-11-24`);
  await person.send(`${base}/horario`, { horario: ten.toISOString() });
  assert.equal(person.heading(), "Confira antes de pagar");
  const order = () => person.send(`${base}/conferir`, { titular: "sim", termos: "sim" });
  /** Another person takes ten o'clock, the AR's only agent. */
  const takenByJoao = async () => {
    const joao = { ...maria, name: "João Souza", cpf: "39053344705" as Cpf, email: "joao@exemplo.com.br" };
    const draft = await readyDraft(ctx, shop.productId, joao, ear, run);
    await holdSlot(ctx, { orderId: draft.orderId, startsAt: ten, by: holderOf(draft.orderId) });
  };
  const close = async () => {
    await app.close();
    await world.close();
  };
  const held = async () =>
    (
      await sql<{ at: Date }>`select lower(a.during) as at from appointments a join orders o on o.id = a.order_id
      where a.status = 'held' and o.cpf = ${maria.cpf} order by 1`.execute(ctx.db)
    ).rows.map(({ at }) => at.toISOString());
  return { ctx, clock, run, person, base, order, takenByJoao, held, orderId, [Symbol.asyncDispose]: close };
}

for (const certificates of [1, 2])
  test(`${certificates} held, run out, still free: the page says so, and the order takes the same again`, async () => {
    await using place = await open(certificates);
    const { clock, run, person, base, order, held } = place;
    const before = await held();
    clock.advance({ minutes: 40 });
    await run();
    assert.deepEqual(await held(), []);
    await person.open(`${base}/conferir`);
    assert.ok(person.page.text.includes(`${tenWords} terminou`), "the lost time by day and hour");
    assert.match(person.page.text, /Escolher outro horário/);
    await order();
    assert.match(person.heading(), /^Pague/);
    assert.deepEqual(await held(), before);
  });

test("run out while the page stands open, and taken by another: back to the times, nothing placed, nothing charged", async () => {
  await using place = await open(2);
  const { ctx, clock, person, base, order, takenByJoao } = place;
  clock.advance({ minutes: 40 });
  await takenByJoao();
  await order();
  assert.ok(person.page.path.startsWith(`${base}/horario`), person.page.path);
  assert.match(person.page.text, /não estão mais livres.*Nada foi cobrado/s);
  assert.ok(person.page.text.includes(tenWords));
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from orders where number is not null`.execute(ctx.db);
  assert.equal(rows[0]?.count, 0);
});

test("who then chooses to pick the time later orders without one, and is told nothing of a lost one", async () => {
  await using place = await open(1);
  const { clock, run, person, base, order, held } = place;
  clock.advance({ minutes: 40 });
  await run();
  await person.open(`${base}/conferir?horario=depois`);
  assert.doesNotMatch(person.page.text, /terminou/);
  await order();
  assert.match(person.heading(), /^Pague/);
  assert.deepEqual(await held(), []);
});

test("more time asked for too late leads back to the page, which says that it is over", async () => {
  await using place = await open(1);
  const { clock, person, base } = place;
  clock.advance({ minutes: 40 });
  await person.send(`${base}/conferir/tempo`);
  assert.ok(person.page.path.endsWith("/conferir"));
  assert.ok(person.page.text.includes(`${tenWords} terminou`));
});

test("run out on the payment page: named there and reserved again; a late payment's letter and panel name what was lost", async () => {
  await using place = await open(1);
  const { ctx, clock, run, person, order, held, takenByJoao } = place;
  await order();
  const payment = person.page.path;
  const panel = payment.replace("/pagamento", "");
  clock.advance({ minutes: 40 });
  await person.open(payment);
  assert.ok(person.page.text.includes(`${tenWords} terminou`));
  await person.send(`${payment}/horario`);
  assert.equal(person.page.path, payment);
  assert.deepEqual(await held(), [ten.toISOString()]);
  clock.advance({ minutes: 40 });
  await takenByJoao();
  await person.open(payment);
  await person.send(`${payment}/horario`);
  assert.ok(person.page.path.startsWith(`${panel}/horario`));
  assert.match(person.page.text, /não está mais livre.*Nada foi cobrado/s);
  await person.open(panel);
  assert.ok(person.page.text.includes(`A reserva de ${tenWords} terminou e nada foi cobrado`));
  await person.open(payment);
  await person.send(`${payment}/banco-simulado`);
  await run();
  await person.open(panel);
  assert.ok(person.page.text.includes(`A reserva de ${tenWords} terminou antes do pagamento`));
  const letter = (await allMessages(ctx.db)).find(({ template }) => template === "order-paid")!;
  assert.match(letter.subject, /escolha outro horário/);
  assert.ok(letter.bodyText.includes(`A reserva de ${tenWords} (horário de Brasília) terminou antes do pagamento`));
  assert.match(letter.bodyText, /\/horario/);
});

test("a chain that ran out: the one letter of the purchase names every time that was lost", async () => {
  await using place = await open(2);
  const { ctx, clock, run, person, order } = place;
  await order();
  const payment = person.page.path;
  clock.advance({ minutes: 40 });
  await run();
  await person.open(payment);
  assert.ok(person.page.text.includes(`${tenWords} terminou`));
  await person.send(`${payment}/banco-simulado`);
  await run();
  const letter = (await allMessages(ctx.db)).find(({ template }) => template === "purchase-paid")!;
  for (const words of [tenWords, "terça-feira, 24 de novembro, às 10h30"]) assert.ok(letter.bodyText.includes(words));
});
