import assert from "node:assert/strict";
import { test } from "node:test";
import { verifyChain } from "../../../src/audit/audit-chain.ts";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { productById, rulePackAt } from "../../../src/catalog/catalog-reads.ts";
import { putProduct } from "../../../src/catalog/put-product.ts";
import { findOrder } from "../../../src/orders/access/find-order.ts";
import { letterMarkOf } from "../../../src/orders/access/letter-mark.ts";
import { cancelOrder } from "../../../src/orders/cancel-order.ts";
import { confirmContact } from "../../../src/orders/contact/confirm-contact.ts";
import { requestContactCode } from "../../../src/orders/contact/request-contact-code.ts";
import { answerBiometrics } from "../../../src/orders/draft/answer-biometrics.ts";
import { describeApplicant } from "../../../src/orders/draft/describe-applicant.ts";
import { placeOrder } from "../../../src/orders/draft/place-order.ts";
import { startOrder } from "../../../src/orders/draft/start-order.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { orderById, ordersOfAccess } from "../../../src/orders/orders-reads.ts";
import { openCharge } from "../../../src/payments/open-charge.ts";
import { openChargeOf, paymentOf } from "../../../src/payments/payments-reads.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { recordPayment } from "../../../src/payments/record-payment.ts";
import { Failure } from "../../../src/platform/failures/failure.ts";
import type { Cnpj, Cpf } from "../../../src/platform/taxpayer-id.ts";
import { refused } from "../../kit/refused.ts";
import { listener, maria, openShop, pay, placedOrder, readyDraft } from "../../kit/shop.ts";
import { createWorld } from "../../kit/world.ts";

async function open() {
  const world = await createWorld();
  const ear = listener();
  const run = () => world.runJobs(ear.domains);
  return { world, ctx: world.ctx, clock: world.clock, ear, run, shop: await openShop(world.ctx) };
}

test("the shipped rule pack reads and is in force for every AR", async () => {
  const { world, ctx, shop } = await open();
  await using _ = world;
  const pack = await rulePackAt(ctx.db, shop.raId, ctx.clock.now());
  assert.equal(pack.content.script.questions.draw, 5);
  assert.ok(pack.content.booking.holdMinutes >= 15, "WCAG 2.2.1");
});

test("from draft to a paid order, with every act in a sound audit chain", async () => {
  const { world, ctx, ear, run, shop } = await open();
  await using _ = world;
  const { orderId, accessToken, number } = await placedOrder(ctx, shop.productId, maria, ear, run);
  assert.match(number, /^CERTI\d{10}$/);
  const next = await placedOrder(ctx, shop.productId, { ...maria, cpf: "11144477735" as Cpf }, ear, run);
  assert.ok(Math.abs(Number(next.number.slice(5)) - Number(number.slice(5))) > 1000, "no number tells the next one");
  assert.equal(
    (await placeOrder(ctx, { orderId, by: holderOf(orderId) })).number,
    number,
    "placing again answers the same",
  );
  const bank = simulatedBank();
  await world.ctx.db
    .updateTable("registration_authorities")
    .set({ address: "Av. Central, 10 - Centro, Ji-Paraná - RO, CEP 76900-000", city: "" })
    .execute();
  const charge = await openCharge(ctx, bank, { orderId, by: holderOf(orderId) });
  assert.match(charge.brcode, /5802BR5908AR Teste6009Ji-Parana62/, "the city of the address");
  assert.equal((await openCharge(ctx, bank, { orderId, by: holderOf(orderId) })).txid, charge.txid, "one open charge");
  const settlement = bank.simulation.pay(charge, ctx.clock.now());
  await recordPayment(ctx, settlement);
  await recordPayment(ctx, settlement);
  await run();
  assert.equal((await paymentOf(ctx.db, orderId))?.amountCentavos, 19990);
  assert.equal(ear.events().filter((event) => event === "order.paid").length, 1, "credited once");
  assert.deepEqual(
    (await ordersOfAccess(ctx.db, accessToken, ctx.clock.now())).map((order) => order.id),
    [orderId],
  );
  const chain = await readChain(ctx.db, `order:${orderId}`);
  assert.ok(verifyChain(chain).intact, "the chain holds");
  assert.ok(chain.some((entry) => entry.act === "payment.received"));
});

test("a draft refuses what is not right, by name", async () => {
  const { world, ctx, shop } = await open();
  await using _ = world;
  const { orderId } = await startOrder(ctx, { productId: shop.productId });
  const describe = (data: Partial<typeof maria>) =>
    describeApplicant(ctx, { orderId, data: { ...maria, ...data }, by: holderOf(orderId) });
  await assert.rejects(
    requestContactCode(ctx, { orderId, channel: "email", by: holderOf(orderId), address: undefined }),
    refused("contact-missing"),
  );
  await assert.rejects(describe({ birthDate: "2015-01-01" }), refused("applicant-too-young"));
  await assert.rejects(describe({ birthDate: "2030-01-01" }), refused("birth-date-impossible"));
  await assert.rejects(placeOrder(ctx, { orderId, by: holderOf(orderId) }), refused("purchase-incomplete"));
  const company = await startOrder(ctx, { productId: shop.companyId });
  await assert.rejects(
    describeApplicant(ctx, { orderId: company.orderId, data: maria, by: holderOf(company.orderId) }),
    refused("company-missing"),
  );
  const withCompany = { ...maria, company: { name: "Padaria Sol", cnpj: "12ABC34501DE35" as Cnpj } };
  await describeApplicant(ctx, { orderId: company.orderId, data: withCompany, by: holderOf(company.orderId) });
  assert.equal((await orderById(ctx.db, company.orderId))?.cnpj, "12ABC34501DE35");
  const product = await productById(ctx.db, shop.productId);
  await putProduct(ctx, { by: "installation", product: { ...product!, active: false } });
  await assert.rejects(startOrder(ctx, { productId: shop.productId }), refused("product-not-on-sale"));
  const stranger = {
    kind: "agent",
    id: shop.agentIds[0]!,
    raId: shop.raId,
    cpf: maria.cpf,
    name: "A",
    roles: ["agent"],
  } as const;
  await assert.rejects(
    putProduct(ctx, { by: { ...stranger, roles: ["agent"] }, product: product! }),
    refused("not-allowed"),
  );
});

test("contact codes: wrong, worn out, expired, too many; a changed address must be confirmed again", async () => {
  const { world, ctx, clock, ear, run, shop } = await open();
  await using _ = world;
  const { orderId } = await startOrder(ctx, { productId: shop.productId });
  await describeApplicant(ctx, { orderId, data: maria, by: holderOf(orderId) });
  const confirm = (code: string) => confirmContact(ctx, { orderId, channel: "email", code, by: holderOf(orderId) });
  const ask = async () => {
    await requestContactCode(ctx, { orderId, channel: "email", by: holderOf(orderId), address: undefined });
    await run();
    return ear.codeOf(orderId, "email");
  };
  await assert.rejects(confirm("123456"), refused("contact-code-expired"));
  const first = await ask();
  assert.match(first, /^\d{6}$/);
  const wrong = first === "000000" ? "000001" : "000000";
  for (let i = 0; i < 3; i++) await assert.rejects(confirm(wrong), refused("contact-code-wrong"));
  await assert.rejects(confirm(first), refused("contact-code-worn-out"));
  const second = await ask();
  clock.advance({ minutes: 10 });
  await assert.rejects(confirm(second), refused("contact-code-expired"));
  for (let i = 0; i < 3; i++) await ask();
  await assert.rejects(
    requestContactCode(ctx, { orderId, channel: "email", by: holderOf(orderId), address: undefined }),
    refused("contact-codes-exhausted"),
  );
  clock.advance({ minutes: 61 });
  await confirm(` ${await ask()} `);
  assert.ok((await orderById(ctx.db, orderId))?.emailConfirmedAt);
  await describeApplicant(ctx, { orderId, data: { ...maria, email: "outra@exemplo.com.br" }, by: holderOf(orderId) });
  assert.equal((await orderById(ctx.db, orderId))?.emailConfirmedAt, null);
});

test("race: sixty letters to one mailbox, from many drafts and addresses, are six an hour; from one address forty", async () => {
  const { world, ctx, clock, shop } = await open();
  await using _ = world;
  const draftTo = async (email: string) => {
    const { orderId } = await startOrder(ctx, { productId: shop.productId });
    await describeApplicant(ctx, { orderId, data: { ...maria, email }, by: holderOf(orderId) });
    return orderId;
  };
  const ask = async (orderId: string, address: string) =>
    requestContactCode(ctx, { orderId, channel: "email", by: holderOf(orderId), address }).then(
      () => "sent",
      (error) => (error instanceof Failure ? error.code : String(error)),
    );
  const ids: string[] = [];
  for (let n = 0; n < 60; n++) ids.push(await draftTo(n % 2 ? "vitima@exemplo.com.br" : `Vitima+${n}@exemplo.com.br`));
  const answers = await Promise.all(ids.map((id, n) => ask(id, `192.0.2.${n}`)));
  assert.equal(answers.filter((answer) => answer === "sent").length, 6, String(answers));
  assert.ok(answers.every((answer) => answer === "sent" || answer === "contact-codes-exhausted"));
  const others: string[] = [];
  for (let n = 0; n < 45; n++) others.push(await draftTo(`pessoa${n}@exemplo.com.br`));
  const fromOne = await Promise.all(others.map((id) => ask(id, "198.51.100.7")));
  assert.equal(fromOne.filter((answer) => answer === "sent").length, 40);
  clock.advance({ hours: 1 });
  assert.equal(await ask(ids[59]!, "192.0.2.1"), "sent", "an hour later the person is written to again");
});

test("a long certificate asks about biometrics, and a no is never charged", async () => {
  const { world, ctx, ear, run, shop } = await open();
  await using _ = world;
  const draft = await startOrder(ctx, { productId: shop.a3Id });
  assert.equal((await orderById(ctx.db, draft.orderId))?.eligibilityOutcome, null);
  const no = await answerBiometrics(ctx, {
    orderId: draft.orderId,
    biometricsOnFile: false,
    by: holderOf(draft.orderId),
  });
  assert.equal(no.outcome, "in-person");
  assert.match(no.words, /posto/);
  await assert.rejects(
    placeOrder(ctx, { orderId: draft.orderId, by: holderOf(draft.orderId) }),
    refused("not-eligible"),
  );
  const { number } = await placedOrder(ctx, shop.a3Id, maria, ear, run);
  assert.ok(number);
});

test("an order that is placed or cancelled is a draft no longer", async () => {
  const { world, ctx, ear, run, shop } = await open();
  await using _ = world;
  const { orderId } = await placedOrder(ctx, shop.productId, maria, ear, run);
  await assert.rejects(
    describeApplicant(ctx, { orderId, data: maria, by: holderOf(orderId) }),
    refused("order-already-placed"),
  );
  const bank = simulatedBank();
  const charge = await openCharge(ctx, bank, { orderId, by: holderOf(orderId) });
  await assert.rejects(
    recordPayment(ctx, { ...bank.simulation.pay(charge, ctx.clock.now()), amountCentavos: 1 }),
    refused("payment-amount-differs"),
  );
  await assert.rejects(
    recordPayment(ctx, { ...bank.simulation.pay(charge, ctx.clock.now()), txid: "x".repeat(32) }),
    refused("charge-unknown"),
  );
  await cancelOrder(ctx, { orderId, reason: "desistência", come: "neither", by: holderOf(orderId) });
  await cancelOrder(ctx, { orderId, reason: "de novo", come: "neither", by: holderOf(orderId) });
  await run();
  assert.equal(await openChargeOf(ctx.db, orderId), undefined, "the charge is withdrawn");
  await assert.rejects(openCharge(ctx, bank, { orderId, by: holderOf(orderId) }), refused("order-is-cancelled"));
  await assert.rejects(placeOrder(ctx, { orderId, by: holderOf(orderId) }), refused("order-is-cancelled"));
  await recordPayment(ctx, bank.simulation.pay(charge, ctx.clock.now()));
  await run();
  assert.ok(!ear.events().includes("order.paid"), "late money for a cancelled order buys nothing but is on record");
  assert.ok(await paymentOf(ctx.db, orderId));
});

test("a charge for what is paid, a paid cancellation and a silent bank are refused", async () => {
  const { world, ctx, ear, run, shop } = await open();
  await using _ = world;
  const { orderId } = await placedOrder(ctx, shop.productId, maria, ear, run);
  const bank = simulatedBank();
  const dead = { ...bank, createCharge: async () => Promise.reject(new Error("down")) };
  await assert.rejects(openCharge(ctx, dead, { orderId, by: holderOf(orderId) }), refused("payment-unavailable"));
  const charge = await openCharge(ctx, bank, { orderId, by: holderOf(orderId) });
  await recordPayment(ctx, bank.simulation.pay(charge, ctx.clock.now()));
  await assert.rejects(openCharge(ctx, bank, { orderId, by: holderOf(orderId) }), refused("order-already-paid"));
  await assert.rejects(
    cancelOrder(ctx, { orderId, reason: "", come: "paid", by: holderOf(orderId) }),
    refused("order-is-paid"),
  );
});

test("a charge that ran out is replaced; money for the old one still counts", async () => {
  const { world, ctx, clock, ear, run, shop } = await open();
  await using _ = world;
  const { orderId } = await placedOrder(ctx, shop.productId, maria, ear, run);
  const bank = simulatedBank();
  const old = await openCharge(ctx, bank, { orderId, by: holderOf(orderId) });
  clock.advance({ hours: 24 });
  assert.notEqual((await openCharge(ctx, bank, { orderId, by: holderOf(orderId) })).txid, old.txid);
  await recordPayment(ctx, bank.simulation.pay(old, clock.now()));
  assert.ok(await paymentOf(ctx.db, orderId));
});

test("looking up: number + CPF or CNPJ; one answer for every miss; limited per number and per address", async () => {
  const { world, ctx, clock, ear, run, shop } = await open();
  await using _ = world;
  const data = { ...maria, company: { name: "Padaria Sol", cnpj: "12ABC34501DE35" as Cnpj } };
  const { orderId, number } = await placedOrder(ctx, shop.companyId, data, ear, run);
  const find = (given: string, taxpayerId: string, address = "203.0.113.7") =>
    findOrder(ctx, { number: given, taxpayerId, address });
  const byCpf = await find(number.toLowerCase(), "529.982.247-25");
  assert.equal((await ordersOfAccess(ctx.db, byCpf.accessToken, clock.now()))[0]?.id, orderId);
  await find(number, "12.abc.345/01de-35");
  clock.advance({ days: 8 });
  assert.deepEqual(await ordersOfAccess(ctx.db, byCpf.accessToken, clock.now()), [], "access ends");
  for (const [given, id] of [
    [number, "11144477735"],
    ["CERTI000099992", "52998224725"],
    ["nada", "x"],
    ["17123456", "52998224725"],
  ] as const)
    await assert.rejects(find(given, id), refused("order-not-matched"));
  clock.advance({ minutes: 16 });
  // One guesser: six tries at once are six, the seventh waits, and nobody else does.
  const guesses = await Promise.allSettled(
    Array.from({ length: 10 }, () => find(number, "11144477735", "198.51.100.9")),
  );
  const codes = guesses.map((one) => one.status === "rejected" && (one.reason as Failure).code);
  assert.deepEqual(
    [
      codes.filter((one) => one === "order-not-matched").length,
      codes.filter((one) => one === "too-many-requests").length,
    ],
    [6, 4],
  );
  const here = await find(number, "52998224725", "203.0.113.99");
  // Many guessers close the number to strangers; the holder's browser and the link of a letter have their own count.
  for (let i = 0; i < 120; i++) await find(number, "11144477735", `192.0.2.${i}`).catch(() => undefined);
  await assert.rejects(find(number, "52998224725", "203.0.113.98"), refused("too-many-requests"));
  const holder = { number, taxpayerId: "52998224725", address: "203.0.113.99" };
  const again = await findOrder(ctx, { ...holder, browser: here.browser });
  const letterMark = letterMarkOf(ctx.secrets, number);
  assert.ok(await findOrder(ctx, { ...holder, address: "203.0.113.97", letterMark }));
  await assert.rejects(
    findOrder(ctx, { ...holder, address: "203.0.113.96", letterMark: "f".repeat(20) }),
    refused("too-many-requests"),
  );
  await assert.rejects(
    findOrder(ctx, { ...holder, address: "203.0.113.95", browser: here.browser }),
    refused("too-many-requests"),
    "the mark of before is none",
  );
  for (let i = 0; i < 6; i++)
    await assert.rejects(
      findOrder(ctx, { ...holder, taxpayerId: "11144477735", browser: again.browser }),
      refused("order-not-matched"),
    );
  await assert.rejects(findOrder(ctx, { ...holder, browser: again.browser }), refused("too-many-requests"));
  clock.advance({ minutes: 16 });
  await find(number, "52998224725");
  for (let i = 0; i < 29; i++) await assert.rejects(find(`1712345${i}`, "52998224725"), refused("order-not-matched"));
  await assert.rejects(find("17999999", "52998224725"), refused("too-many-requests"));
});

test("a draft of another CPF confirms nothing of the former one's slot, and pays only once it is placed", async () => {
  const { world, ctx, ear, run, shop } = await open();
  await using _ = world;
  const { orderId } = await readyDraft(ctx, shop.productId, maria, ear, run);
  await assert.rejects(openCharge(ctx, simulatedBank(), { orderId, by: holderOf(orderId) }), refused("not-found"));
  await describeApplicant(ctx, { orderId, data: { ...maria, cpf: "11144477735" as Cpf }, by: holderOf(orderId) });
  await placeOrder(ctx, { orderId, by: holderOf(orderId) });
  await pay(ctx, orderId);
  assert.ok(await paymentOf(ctx.db, orderId));
});

test("where a mail server is set and no SMS goes out, the phone is not asked to be confirmed", async () => {
  await using world = await createWorld({ config: { smtpUrl: "smtp://127.0.0.1:1" } });
  const { ctx } = world;
  const ear = listener();
  const { productId } = await openShop(ctx);
  const { orderId } = await startOrder(ctx, { productId });
  await answerBiometrics(ctx, { orderId, biometricsOnFile: true, by: holderOf(orderId) });
  await describeApplicant(ctx, { orderId, data: maria, by: holderOf(orderId) });
  await requestContactCode(ctx, { orderId, channel: "email", by: holderOf(orderId), address: undefined });
  await world.runJobs(ear.domains);
  await assert.rejects(placeOrder(ctx, { orderId, by: holderOf(orderId) }), refused("purchase-incomplete"));
  await confirmContact(ctx, { orderId, channel: "email", code: ear.codeOf(orderId, "email"), by: holderOf(orderId) });
  assert.match((await placeOrder(ctx, { orderId, by: holderOf(orderId) })).number, /^CERTI/);
});
