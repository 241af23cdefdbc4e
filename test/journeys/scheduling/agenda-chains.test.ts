import assert from "node:assert/strict";
import { test } from "node:test";
import { setBookingTerms } from "../../../src/catalog/set-booking-terms.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { agendaFaults } from "../../../src/scheduling/agenda/agenda-faults-reads.ts";
import { findSlots } from "../../../src/scheduling/agenda/find-slots.ts";
import { setAgendaHours } from "../../../src/scheduling/agenda/set-agenda-hours.ts";
import { appointmentsOf, openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { bookAppointments } from "../../../src/scheduling/booking/book-appointment.ts";
import { holdSlot, holdSlots } from "../../../src/scheduling/booking/hold-slot.ts";
import { refused } from "../../kit/refused.ts";
import { listener, maria, openShop, pay, placedOrder } from "../../kit/shop.ts";
import { createWorld } from "../../kit/world.ts";

const at = (hour: number, minutes = 0, day = 24) => new Date(Date.UTC(2026, 10, day, hour, minutes));

async function open(agents = 1) {
  const world = await createWorld();
  const ear = listener();
  const run = () => world.runJobs(ear.domains);
  const shop = await openShop(world.ctx, { agents });
  const order = async (cpf = "52998224725", productId = shop.productId) =>
    (await placedOrder(world.ctx, productId, { ...maria, cpf: cpf as Cpf }, ear, run)).orderId;
  return { world, ctx: world.ctx, clock: world.clock, run, shop, order };
}

test("three certificates are three slots in a row with one agent, held in one act and booked by their payments", async () => {
  const { world, ctx, run, shop, order } = await open(2);
  await using _ = world;
  const orderIds = [await order(), await order(), await order()];
  const holds = await holdSlots(ctx, { orderIds, startsAt: at(14), by: holderOf(...orderIds) });
  assert.deepEqual(
    holds.map(({ orderId, startsAt }) => [orderId, startsAt.getTime()]),
    [at(14), at(14, 30), at(15)].map((start, i) => [orderIds[i], start.getTime()]),
  );
  assert.equal(new Set(holds.map(({ agentId }) => agentId)).size, 1);
  for (const orderId of orderIds) await pay(ctx, orderId);
  await run();
  for (const orderId of orderIds)
    assert.equal((await openAppointmentOf(ctx.db, orderId, ctx.clock.now()))?.status, "booked");
  assert.deepEqual(await agendaFaults(ctx.db), []);
  const chain = [shop.productId, shop.productId, shop.productId];
  const free = await findSlots(ctx.db, { productIds: chain, window: { from: at(13), to: at(16) } }, ctx.clock.now());
  assert.ok(free.length > 0, "the other agent still has three in a row");
});

test("all or none: where the third does not fit, nothing is held and what was held before stays", async () => {
  const { world, ctx, shop, order } = await open();
  await using _ = world;
  const [first, second, third, stranger] = [await order(), await order(), await order(), await order("11144477735")];
  const before = await holdSlot(ctx, { orderId: first, startsAt: at(18), by: holderOf(first) });
  await holdSlot(ctx, { orderId: stranger, startsAt: at(15), by: holderOf(stranger) });
  const orderIds = [first, second, third];
  await assert.rejects(
    holdSlots(ctx, { orderIds, startsAt: at(14), by: holderOf(...orderIds) }),
    refused("slot-taken"),
  );
  assert.equal((await openAppointmentOf(ctx.db, first, ctx.clock.now()))?.id, before.id);
  assert.deepEqual(await appointmentsOf(ctx.db, second), []);
  const chain = { productIds: [shop.productId, shop.productId, shop.productId], window: { from: at(13), to: at(17) } };
  const starts = (await findSlots(ctx.db, chain, ctx.clock.now())).map(({ startsAt }) =>
    startsAt.toISOString().slice(11, 16),
  );
  assert.deepEqual(starts, ["13:00", "13:15", "13:30", "15:30"]);
  assert.deepEqual(await agendaFaults(ctx.db), []);
});

test("paid orders are chained at once; what is no chain is refused", async () => {
  const { world, ctx, shop, order } = await open();
  await using _ = world;
  const [one, two, other] = [await order(), await order(), await order("11144477735")];
  const book = (orderIds: string[], startsAt = at(14)) =>
    bookAppointments(ctx, { orderIds, startsAt, by: holderOf(...orderIds) });
  await pay(ctx, one);
  await assert.rejects(book([one, two]), refused("order-not-paid"));
  for (const orderId of [two, other]) await pay(ctx, orderId);
  for (const bad of [[], [one, one], [one, other]]) await assert.rejects(book(bad), refused("chain-invalid"));
  assert.equal((await book([two, one])).length, 2);
  await assert.rejects(book([one, two]), refused("appointment-already-booked"));
  const long = Array.from({ length: 9 }, () => shop.productId);
  await assert.rejects(findSlots(ctx.db, { productIds: long }, ctx.clock.now()), refused("chain-too-long"));
});

test("one person holds five times at most; a hold that ends makes room", async () => {
  const { world, ctx, clock, order } = await open(3);
  await using _ = world;
  const orders: string[] = [];
  for (let n = 0; n < 6; n++) orders.push(await order());
  const race = await Promise.allSettled(
    orders.map((orderId, i) => holdSlot(ctx, { orderId, startsAt: at(10 + i), by: holderOf(orderId) })),
  );
  assert.equal(race.filter(({ status }) => status === "fulfilled").length, 5);
  for (const one of race) if (one.status === "rejected") refused("hold-limit")(one.reason);
  const left = orders[race.findIndex(({ status }) => status === "rejected")]!;
  clock.advance({ minutes: 16 });
  await holdSlot(ctx, { orderId: left, startsAt: at(20), by: holderOf(left) });
});

test("pauses, notice and horizon of a product keep its times apart and near", async () => {
  const { world, ctx, shop, order } = await open();
  await using _ = world;
  const { productId } = shop;
  const terms = { productId, slotMinutes: 30, pauseBeforeMinutes: 0, pauseAfterMinutes: 10 };
  const set = (more: { noticeMinutes: number | null; horizonDays: number | null; pauseAfterMinutes?: number }) =>
    setBookingTerms(ctx, { terms: { ...terms, ...more }, by: "installation" });
  await assert.rejects(set({ noticeMinutes: -1, horizonDays: null }), refused("booking-terms-invalid"));
  await assert.rejects(set({ noticeMinutes: 0, horizonDays: 400 }), refused("booking-terms-invalid"));
  await set({ noticeMinutes: 24 * 60, horizonDays: 2 });
  const orderId = await order();
  await assert.rejects(
    holdSlot(ctx, { orderId, startsAt: at(12), by: holderOf(orderId) }),
    refused("slot-taken"),
    "23 hours ahead",
  );
  await assert.rejects(
    holdSlot(ctx, { orderId, startsAt: at(14, 0, 26), by: holderOf(orderId) }),
    refused("slot-taken"),
    "three days ahead",
  );
  await holdSlot(ctx, { orderId, startsAt: at(14), by: holderOf(orderId) });
  const near = { productIds: [productId], window: { from: at(13), to: at(16) } };
  const starts = (await findSlots(ctx.db, near, ctx.clock.now())).map(({ startsAt }) =>
    startsAt.toISOString().slice(11, 16),
  );
  assert.deepEqual(starts, ["13:00", "13:15", "14:45", "15:00", "15:15", "15:30"]);
  const all = await findSlots(ctx.db, { productIds: [productId] }, ctx.clock.now());
  assert.ok(all[0]!.startsAt >= at(13) && all.at(-1)!.endsAt <= at(13, 0, 25));
});

test("a slot may run over the seam of the agenda's days and over midnight; both days know it", async () => {
  const { world, ctx, shop, order } = await open();
  await using _ = world;
  const [one, two] = [await order(), await order("11144477735")];
  const { agentId } = await holdSlot(ctx, { orderId: one, startsAt: at(5, 45), by: holderOf(one) });
  for (const startsAt of [at(5, 30), at(5, 45), at(6)])
    await assert.rejects(holdSlot(ctx, { orderId: two, startsAt, by: holderOf(two) }), refused("slot-taken"));
  await holdSlot(ctx, { orderId: two, startsAt: at(6, 15), by: holderOf(two) });
  assert.deepEqual(await agendaFaults(ctx.db), []);
  const hours = [
    { weekday: 2, opens: "23:00", closes: "24:00" },
    { weekday: 3, opens: "00:00", closes: "01:00" },
  ];
  await setAgendaHours(ctx, { agentId, hours, by: "installation" });
  const night = { productIds: [shop.productId], window: { from: at(0, 0, 25), to: at(6, 0, 25) } };
  const starts = (await findSlots(ctx.db, night, ctx.clock.now())).map(({ startsAt }) =>
    startsAt.toISOString().slice(11, 16),
  );
  assert.deepEqual(starts, ["02:00", "02:15", "02:30", "02:45", "03:00", "03:15", "03:30"]);
  assert.deepEqual(await agendaFaults(ctx.db), []);
});

test("a clock that jumps months ahead or back finds its days laid out, in bounded time", async () => {
  const { world, ctx, clock, shop, order } = await open();
  await using _ = world;
  const orderId = await order();
  await holdSlot(ctx, { orderId, startsAt: at(14), by: holderOf(orderId) });
  for (const now of ["2031-03-01T12:00:00Z", "2026-12-20T12:00:00Z", "2026-11-24T12:00:00Z", "2025-01-01T12:00:00Z"]) {
    clock.set(now);
    const began = performance.now();
    const slots = await findSlots(ctx.db, { productIds: [shop.productId] }, clock.now());
    assert.ok(slots.length > 1000, `${now}: ${slots.length}`);
    assert.ok(performance.now() - began < 5000);
    assert.deepEqual(await agendaFaults(ctx.db), [], now);
  }
  clock.set("2026-11-24T12:00:00Z");
  const window = { from: at(13), to: at(15) };
  const [first] = await findSlots(ctx.db, { productIds: [shop.productId], window }, clock.now());
  assert.equal(first?.startsAt.toISOString().slice(11, 16), "13:00");
});
