import assert from "node:assert/strict";
import { test } from "node:test";
import { documentsJobs } from "../../../src/documents/documents-jobs.ts";
import { messagesOf } from "../../../src/notifications/followers/notifications-reads.ts";
import { notificationsJobs } from "../../../src/notifications/notifications-jobs.ts";
import type { Courier, Parcel } from "../../../src/notifications/outbox/courier.ts";
import { cancelOrder } from "../../../src/orders/cancel-order.ts";
import { addCertificate } from "../../../src/orders/draft/add-certificate.ts";
import { placeOrder } from "../../../src/orders/draft/place-order.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { ordersOfAccess } from "../../../src/orders/orders-reads.ts";
import { openCharge } from "../../../src/payments/open-charge.ts";
import { paymentOf } from "../../../src/payments/payments-reads.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { recordPayment } from "../../../src/payments/record-payment.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { agendaFaults } from "../../../src/scheduling/agenda/agenda-faults-reads.ts";
import type { Appointment } from "../../../src/scheduling/appointments/appointment.ts";
import { expireHold } from "../../../src/scheduling/appointments/expire-hold.ts";
import { openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { bookHeldSlot } from "../../../src/scheduling/booking/book-held-slot.ts";
import { holdSlots } from "../../../src/scheduling/booking/hold-slot.ts";
import { refused } from "../../kit/refused.ts";
import { listener, maria, openShop, readyDraft } from "../../kit/shop.ts";
import { createWorld } from "../../kit/world.ts";

const at = (hour: number, minutes = 0, day = 24) => new Date(Date.UTC(2026, 10, day, hour, minutes));
const bank = simulatedBank();
async function open(agents = 1) {
  const world = await createWorld();
  const { ctx, clock } = world;
  const ear = listener();
  const parcels: Parcel[] = [];
  const courier: Courier = {
    async deliver(parcel) {
      parcels.push(parcel);
      return "smtp";
    },
    close: () => {},
  };
  const run = () =>
    world.runJobs({ ...ear.domains, documents: documentsJobs, notifications: notificationsJobs(courier) });
  const shop = await openShop(ctx, { agents });
  /** A purchase of three with their numbers, not paid; its orders as they were put together. */
  const buyThree = async (cpf = "52998224725") => {
    const draft = await readyDraft(ctx, shop.productId, { ...maria, cpf: cpf as Cpf }, ear, run);
    const { orderId } = draft;
    const ids = [orderId];
    let { accessToken } = draft;
    for (let n = 0; n < 2; n++) {
      const command = { orderId, productId: shop.productId, accessToken, by: holderOf(orderId) };
      const added = await addCertificate(ctx, command);
      ids.push(added.orderId);
      accessToken = added.accessToken;
    }
    await placeOrder(ctx, { orderId, by: holderOf(orderId) });
    assert.equal((await ordersOfAccess(ctx.db, accessToken, clock.now())).length, 3);
    return ids;
  };
  const statusOf = async (orderIds: readonly string[]) =>
    Promise.all(orderIds.map(async (id) => (await openAppointmentOf(ctx.db, id, clock.now()))?.status ?? "none"));
  const settle = async (orderIds: readonly string[]) => {
    const charge = await openCharge(ctx, bank, { orderId: orderIds[0]!, by: holderOf(...orderIds) });
    return bank.simulation.pay(charge, clock.now());
  };
  return { world, ctx, clock, run, parcels, buyThree, statusOf, settle };
}

const hold = (ctx: Awaited<ReturnType<typeof open>>["ctx"], orderIds: readonly string[], startsAt = at(14)) =>
  holdSlots(ctx, { orderIds, startsAt, by: holderOf(...orderIds) });

test("race: two holders want the same chain of one agent; one has all of it, the other nothing", async () => {
  const { world, ctx, buyThree, statusOf } = await open();
  await using _ = world;
  const [one, two] = [await buyThree(), await buyThree("11144477735")];
  const race = await Promise.allSettled([hold(ctx, one), hold(ctx, two, at(14, 30))]);
  assert.deepEqual(race.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  for (const end of race) if (end.status === "rejected") refused("slot-taken")(end.reason);
  const held = [...(await statusOf(one)), ...(await statusOf(two))].sort();
  assert.deepEqual(held, ["held", "held", "held", "none", "none", "none"]);
  assert.deepEqual(await agendaFaults(ctx.db), []);
});

test("race: the money comes as the hold ends; it is never lost, and the chain is booked whole or not at all", async () => {
  const { world, ctx, clock, run, buyThree, statusOf, settle } = await open();
  await using _ = world;
  const outcomes = new Set<string>();
  for (const [i, cpf] of ["52998224725", "11144477735", "12345678909", "98765432100"].entries()) {
    const orderIds = await buyThree(cpf);
    const holds = await hold(ctx, orderIds, at(14 + 2 * i));
    const settlement = await settle(orderIds);
    clock.advance({ minutes: 15, seconds: 1 });
    await recordPayment(ctx, settlement);
    const book = orderIds.map((orderId) => bookHeldSlot(ctx, { orderId }));
    const expire = holds.map(({ id }) => expireHold(ctx, { appointmentId: id }));
    await Promise.all(i % 2 ? [...book, ...expire] : [...expire, ...book]);
    await run();
    for (const orderId of orderIds) assert.ok(await paymentOf(ctx.db, orderId), "paid whatever became of the time");
    const statuses = await statusOf(orderIds);
    assert.equal(new Set(statuses).size, 1, statuses.join());
    outcomes.add(statuses[0]!);
  }
  for (const outcome of outcomes) assert.match(outcome, /booked|none/);
  assert.deepEqual(await agendaFaults(ctx.db), []);
});

test("moments late and nobody came between: booked. Somebody took a part of it: none is, and the rest is free again", async () => {
  const { world, ctx, clock, run, buyThree, statusOf, settle } = await open();
  await using _ = world;
  const [late, later, thief] = [await buyThree(), await buyThree("11144477735"), await buyThree("12345678909")];
  await hold(ctx, late);
  await hold(ctx, later, at(18));
  const settlements = [await settle(late), await settle(later)];
  clock.advance({ minutes: 16 });
  await hold(ctx, thief, at(19));
  for (const settlement of settlements) await recordPayment(ctx, settlement);
  for (const orderId of [late[0]!, later[0]!, later[2]!]) await bookHeldSlot(ctx, { orderId });
  assert.deepEqual(await statusOf(late), ["booked", "booked", "booked"], "one event books all");
  await run();
  assert.deepEqual(await statusOf(later), ["none", "none", "none"]);
  assert.deepEqual(await statusOf(thief), ["held", "held", "held"]);
  for (const orderId of later) assert.ok(await paymentOf(ctx.db, orderId));
  assert.equal(
    (await hold(ctx, await buyThree("98765432100"), at(17, 30))).length,
    3,
    "18:00 and 18:30 are free again",
  );
  assert.deepEqual(await agendaFaults(ctx.db), []);
});

test("money is credited once whatever is repeated, and counts for a charge that was withdrawn meanwhile", async () => {
  const { world, ctx, run, buyThree, settle } = await open();
  await using _ = world;
  const orderIds = await buyThree();
  const [first, second, third] = orderIds as [string, string, string];
  const old = await settle(orderIds);
  await cancelOrder(ctx, { orderId: second, reason: "mudou", come: "neither", by: holderOf(second) });
  const fresh = await settle(orderIds);
  await run();
  assert.notEqual(fresh.txid, old.txid);
  assert.equal(old.amountCentavos, 3 * 19990);
  assert.equal(fresh.amountCentavos, 2 * 19990);
  assert.equal((await settle([third])).txid, fresh.txid, "one open charge, from whichever order it is asked");
  await Promise.all(Array.from({ length: 8 }, () => recordPayment(ctx, old)));
  const parts = await Promise.all(orderIds.map((id) => paymentOf(ctx.db, id)));
  assert.deepEqual(
    parts.map((part) => [part?.endToEndId, part?.amountCentavos]),
    orderIds.map(() => [old.endToEndId, 19990]),
    "the cancelled one's part is kept on record to be given back",
  );
  await recordPayment(ctx, fresh);
  assert.equal((await paymentOf(ctx.db, first))?.endToEndId, old.endToEndId, "what comes again buys nothing");
  await assert.rejects(settle([first]), refused("order-already-paid"));
});

test("one letter for what concerns them all; an invitation for each time; one reminder for times in a row", async () => {
  const { world, ctx, clock, run, parcels, buyThree, settle } = await open();
  await using _ = world;
  const orderIds = await buyThree();
  const [moved] = orderIds.slice(-1);
  const holds: Appointment[] = await hold(ctx, orderIds, at(14, 0, 25));
  await run();
  await recordPayment(ctx, await settle(orderIds));
  await run();
  const told = () => parcels.filter(({ channel, subject }) => channel === "email" && !/código/.test(subject));
  const subjects = told().map(({ subject }) => subject.replace(/: quarta.*/, ""));
  assert.deepEqual(subjects.slice(0, 2), [
    "3 pedidos: falta o pagamento",
    "Pagamento confirmado: envie os documentos dos 3 pedidos",
  ]);
  assert.deepEqual(subjects.slice(2), Array(3).fill("Videoconferência marcada"));
  const invitations = told().flatMap(({ calendar }) => (calendar ? [/UID:(.*)/.exec(calendar.content)?.[1]] : []));
  assert.equal(new Set(invitations).size, 3);
  for (const orderId of orderIds)
    assert.ok((await messagesOf(ctx.db, orderId)).some(({ template }) => template === "purchase-paid"));

  const before = told().length;
  clock.set(at(14, 1, 24));
  await run();
  clock.set(at(15, 1, 24));
  await run();
  assert.deepEqual(
    told()
      .slice(before)
      .map(({ subject }) => subject),
    ["Amanhã, às 11h: suas 3 videoconferências"],
  );
  for (const minutes of [0, 30, 60]) {
    clock.set(at(13, minutes + 1, 25));
    await run();
  }
  assert.deepEqual(
    told()
      .slice(before + 1)
      .map(({ subject }) => subject),
    ["Hoje, às 11h: links das suas 3 videoconferências"],
  );
  const last = told().at(-1)!;
  assert.equal(last.text.match(/\/sala\?\S+$/gm)?.length, 3, "a link for each room");
  assert.ok(moved && holds.length === 3);
});
