import assert from "node:assert/strict";
import { test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { cancelOrder } from "../../../src/orders/cancel-order.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { openCharge } from "../../../src/payments/open-charge.ts";
import { paymentsJobs } from "../../../src/payments/payments-jobs.ts";
import { paymentOf } from "../../../src/payments/payments-reads.ts";
import { recordPayment } from "../../../src/payments/record-payment.ts";
import { recordPaymentByHand } from "../../../src/payments/record-payment-by-hand.ts";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import { sql } from "../../../src/platform/database.ts";
import { Failure } from "../../../src/platform/failures/failure.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { settleJobByHand } from "../../../src/watch/troubles/retry-job.ts";
import { troublesOf } from "../../../src/watch/troubles/trouble-reads.ts";
import { watchJobs } from "../../../src/watch/watch-jobs.ts";
import { pixBank } from "../../kit/pix-bank.ts";
import { listener, maria, openShop, placedOrder } from "../../kit/shop.ts";
import { createWorld } from "../../kit/world.ts";

async function open() {
  const world = await createWorld();
  const { ctx, clock } = world;
  const bank = pixBank(clock);
  const ear = listener();
  const shop = await openShop(ctx);
  const domains = (provider = bank.provider) => ({ ...ear.domains, payments: paymentsJobs(provider) });
  const run = () => world.runJobs(domains());
  const place = () => placedOrder(ctx, shop.productId, maria, ear, run);
  const chargeOf = (orderId: string) => openCharge(ctx, bank.provider, { orderId, by: holderOf(orderId) });
  const manager: AgentPrincipal = {
    kind: "agent",
    id: shop.agentIds[0]!,
    raId: shop.raId,
    cpf: "98765432100" as Cpf,
    name: "Gil",
    roles: ["manager"],
  };
  const byHand = (orderId: string) =>
    recordPaymentByHand(ctx, { orderId, means: "cash", reason: "Recibo 12 do caixa", by: manager });
  const cancel = (orderId: string) =>
    cancelOrder(ctx, { orderId, reason: "desistência", come: "neither", by: holderOf(orderId) });
  /** Two orders as if they were put together. */
  const together = async (one: string, two: string) =>
    void (await sql`update orders set purchase_id = (select purchase_id from orders where id = ${one}), purchase_position = 2
      where id = ${two}`.execute(ctx.db));
  const acts = async (orderId: string) => (await readChain(ctx.db, `order:${orderId}`)).map(({ act }) => act);
  return { world, ctx, clock, bank, ear, shop, domains, run, place, chargeOf, manager, byHand, cancel, together, acts };
}

test("what our books take back nobody can pay at the bank: a cancelled order, another set of orders, paid by hand", async () => {
  const story = await open();
  await using _ = story.world;
  const { bank, run, place, chargeOf, byHand, cancel, together, clock } = story;
  const [given, counted, one, two] = [await place(), await place(), await place(), await place()];
  const ofGiven = await chargeOf(given.orderId);
  await cancel(given.orderId);
  const ofCounted = await chargeOf(counted.orderId);
  await byHand(counted.orderId);
  const ofOne = await chargeOf(one.orderId);
  await together(one.orderId, two.orderId);
  const ofBoth = await chargeOf(one.orderId);
  assert.equal(ofBoth.items.length, 2);
  for (const { txid } of [ofGiven, ofCounted, ofOne]) assert.equal(bank.statusOf(txid), "ATIVA", "a job's work");
  await run();
  for (const { txid } of [ofGiven, ofCounted, ofOne]) {
    assert.equal(bank.statusOf(txid), "REMOVIDA_PELO_USUARIO_RECEBEDOR");
    assert.throws(() => bank.pay(txid), /cannot be paid/);
  }
  assert.equal(bank.statusOf(ofBoth.txid), "ATIVA");
  // Asked once more when money that was on its way must have come, and never again.
  for (let n = 0; n < 60; n++) {
    clock.advance({ hours: 1 });
    await run();
  }
  assert.deepEqual(bank.callsOf(ofGiven.txid), ["put", "patch", "get"]);
});

test("an older code is paid while a newer one asks for more: the newer is taken back, and the rest gets a code of its own", async () => {
  const { world, ctx, bank, run, place, chargeOf, together } = await open();
  await using _ = world;
  const [one, two] = [await place(), await place()];
  const ofOne = await chargeOf(one.orderId);
  await together(one.orderId, two.orderId);
  const ofBoth = await chargeOf(one.orderId);
  // Before the job has taken the older one back at the bank.
  await recordPayment(ctx, bank.pay(ofOne.txid));
  await run();
  assert.throws(() => bank.pay(ofBoth.txid), /cannot be paid/);
  assert.ok(await paymentOf(ctx.db, one.orderId));
  assert.equal(await paymentOf(ctx.db, two.orderId), undefined);
  const ofTwo = await chargeOf(two.orderId);
  assert.deepEqual(
    ofTwo.items.map(({ orderId }) => orderId),
    [two.orderId],
  );
  await recordPayment(ctx, bank.pay(ofTwo.txid));
  assert.ok(await paymentOf(ctx.db, two.orderId));
});

test("a bank that is down when a charge is taken back hears of it later; nothing is sent twice once it knew", async () => {
  const { world, bank, domains, place, chargeOf, cancel, clock } = await open();
  await using _ = world;
  const { orderId } = await place();
  const { txid } = await chargeOf(orderId);
  await cancel(orderId);
  bank.down = true;
  await world.runJobs(domains(), { tolerate: true });
  bank.down = false;
  assert.equal(bank.statusOf(txid), "ATIVA");
  clock.advance({ minutes: 1 });
  await world.runJobs(domains());
  assert.equal(bank.statusOf(txid), "REMOVIDA_PELO_USUARIO_RECEBEDOR");
  assert.deepEqual(bank.callsOf(txid), ["put", "patch", "patch"]);
});

test("race: an order is cancelled while the bank makes its charge; the charge is taken back, its code shown to nobody", async () => {
  const { world, bank, run, place, chargeOf, cancel } = await open();
  await using _ = world;
  const { orderId } = await place();
  bank.beforeAnswer = async () => {
    await cancel(orderId);
    // The withdrawal comes to the bank before the charge is made there.
    await run();
  };
  await assert.rejects(
    chargeOf(orderId),
    (error: unknown) => error instanceof Failure && error.code === "payment-unavailable",
  );
  const [[txid]] = [...bank.cobs.keys()].map((one) => [one]) as [[string]];
  assert.equal(bank.statusOf(txid), "ATIVA");
  await run();
  assert.equal(bank.statusOf(txid), "REMOVIDA_PELO_USUARIO_RECEBEDOR");
});

test("money whose notice was lost is found by asking, at growing distances, and recorded as a notice of it would be", async () => {
  const { world, ctx, bank, ear, run, place, chargeOf, clock, acts } = await open();
  await using _ = world;
  const { orderId } = await place();
  const { txid } = await chargeOf(orderId);
  for (let n = 0; n < 20; n++) {
    clock.advance({ minutes: 1 });
    await run();
  }
  assert.equal(bank.callsOf(txid).length, 1 + 4, "after 2, 4, 8 and 16 minutes");
  bank.pay(txid);
  clock.advance({ minutes: 12 });
  await run();
  assert.equal((await paymentOf(ctx.db, orderId))?.endToEndId, bank.cobs.get(txid)?.pix?.endToEndId);
  assert.equal(ear.events().filter((event) => event === "order.paid").length, 1);
  assert.ok((await acts(orderId)).includes("payment.received"));
  // The notice comes after all: nothing more happens, and nobody asks any more.
  await recordPayment(ctx, bank.cobs.get(txid)!.pix!);
  const asked = bank.callsOf(txid).length;
  clock.advance({ days: 3 });
  await run();
  assert.equal(bank.callsOf(txid).length, asked);
  assert.equal(ear.events().filter((event) => event === "order.paid").length, 1);
});

test("a charge paid in its last moment is found after it expired, and one that nobody paid is let go", async () => {
  const { world, ctx, bank, run, place, chargeOf, clock } = await open();
  await using _ = world;
  const [late, never] = [await place(), await place()];
  const [ofLate, ofNever] = [await chargeOf(late.orderId), await chargeOf(never.orderId)];
  clock.set(new Date(ofLate.expiresAt.getTime() - 1000));
  await run();
  bank.pay(ofLate.txid);
  clock.advance({ minutes: 6 });
  await run();
  assert.ok(await paymentOf(ctx.db, late.orderId));
  const asked = bank.callsOf(ofNever.txid).length;
  clock.advance({ days: 5 });
  await run();
  assert.equal(bank.callsOf(ofNever.txid).length, asked);
});

test("who was quicker than the withdrawal has paid: the money is found and goes the way of money that came twice", async () => {
  const { world, ctx, bank, run, place, chargeOf, byHand, cancel, clock, acts } = await open();
  await using _ = world;
  const [counted, given] = [await place(), await place()];
  const [ofCounted, ofGiven] = [await chargeOf(counted.orderId), await chargeOf(given.orderId)];
  await byHand(counted.orderId);
  await cancel(given.orderId);
  bank.pay(ofCounted.txid);
  bank.pay(ofGiven.txid);
  await run();
  clock.advance({ minutes: 6 });
  await run();
  assert.equal((await paymentOf(ctx.db, counted.orderId))?.byHand?.means, "cash");
  assert.ok((await acts(counted.orderId)).includes("payment.received-twice"));
  assert.ok((await acts(given.orderId)).includes("payment.received-after-cancellation"));
});

test("a bank that never answers, another sum and a change of bank are told to the AR's manager, who sees to it", async () => {
  const { world, ctx, bank, domains, place, chargeOf, cancel, shop, manager, clock } = await open();
  await using _ = world;
  const all = (provider = bank.provider) => ({ ...domains(provider), watch: watchJobs });
  const names = async () => (await troublesOf(ctx.db, shop.raId)).map(({ name, givenUpAt }) => [name, !!givenUpAt]);
  const [gone, odd] = [await place(), await place()];
  await chargeOf(gone.orderId);
  await cancel(gone.orderId);
  bank.down = true;
  for (let n = 0; n < 15; n++) {
    await world.runJobs(all(), { tolerate: true });
    clock.advance({ hours: 1 });
  }
  bank.down = false;
  assert.ok(
    (await names()).some(([name, givenUp]) => name === "payments.withdraw" && givenUp),
    "given up, and told",
  );
  for (const { jobId } of await troublesOf(ctx.db, shop.raId))
    await settleJobByHand(ctx, { jobId, note: "Retirei no site do banco", by: manager });
  assert.deepEqual(await names(), []);

  const { txid } = await chargeOf(odd.orderId);
  bank.cobs.get(txid)!.amountCentavos += 1;
  bank.pay(txid);
  clock.advance({ minutes: 3 });
  await world.runJobs(all(), { tolerate: true });
  assert.deepEqual(await names(), [["payments.reconcile", true]]);
  assert.equal(await paymentOf(ctx.db, odd.orderId), undefined);

  const moved = await place();
  await chargeOf(moved.orderId);
  await cancel(moved.orderId);
  await world.runJobs(all({ ...bank.provider, name: "another-bank" }), { tolerate: true });
  const told = (await troublesOf(ctx.db, shop.raId)).find(({ orderId }) => orderId === moved.orderId);
  assert.match(told?.lastError ?? "", /is at pix-bank, which is not connected/);
});
