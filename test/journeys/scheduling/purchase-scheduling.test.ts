import assert from "node:assert/strict";
import { test } from "node:test";
import { cancelOrder } from "../../../src/orders/cancel-order.ts";
import { describeApplicant } from "../../../src/orders/draft/describe-applicant.ts";
import { placeOrder } from "../../../src/orders/draft/place-order.ts";
import { startOrder } from "../../../src/orders/draft/start-order.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { agendaHoursOf } from "../../../src/scheduling/agenda/agenda-reads.ts";
import { blockAgenda } from "../../../src/scheduling/agenda/block-agenda.ts";
import { findSlots } from "../../../src/scheduling/agenda/find-slots.ts";
import { setAgendaHours } from "../../../src/scheduling/agenda/set-agenda-hours.ts";
import { extendHold } from "../../../src/scheduling/appointments/extend-hold.ts";
import { releaseAppointment } from "../../../src/scheduling/appointments/release-appointment.ts";
import {
  agendaOfDay,
  appointmentsOf,
  openAppointmentOf,
} from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { rescheduleAppointment } from "../../../src/scheduling/booking/reschedule-appointment.ts";
import { refused } from "../../kit/refused.ts";
import { listener, maria, openShop, pay, placedOrder } from "../../kit/shop.ts";
import { createWorld } from "../../kit/world.ts";

const applicant = { kind: "applicant" } as const;

async function open(agents = 1) {
  const world = await createWorld();
  const ear = listener();
  const run = () => world.runJobs(ear.domains);
  const shop = await openShop(world.ctx, { agents });
  const order = (cpf = "52998224725") =>
    placedOrder(world.ctx, shop.productId, { ...maria, cpf: cpf as Cpf }, ear, run);
  return { world, ctx: world.ctx, clock: world.clock, ear, run, shop, order };
}

const at = (hour: number, minutes = 0, day = 23) => new Date(Date.UTC(2026, 10, day, hour, minutes));

test("a held slot is booked by the payment and announced once", async () => {
  const { world, ctx, ear, run, shop, order } = await open();
  await using _ = world;
  const { orderId, number } = await order();
  const hold = await holdSlot(ctx, { orderId, startsAt: at(14), by: holderOf(orderId) });
  assert.equal(hold.status, "held");
  await pay(ctx, orderId);
  await run();
  const booked = await openAppointmentOf(ctx.db, orderId, ctx.clock.now());
  assert.equal(booked?.id, hold.id);
  assert.equal(booked?.status, "booked");
  assert.equal(ear.events().filter((event) => event === "appointment.booked").length, 1);
  const day = await agendaOfDay(ctx.db, { raId: shop.raId, from: at(3), to: at(3, 0, 24) });
  assert.deepEqual(
    day.map((row) => [row.orderNumber, row.applicantName]),
    [[number, "Maria da Silva"]],
  );
});

test("a hold ends by itself, may be prolonged once, and frees its slot for others", async () => {
  const { world, ctx, clock, run, order } = await open();
  await using _ = world;
  const [one, two] = [await order(), await order("11144477735")];
  await holdSlot(ctx, { orderId: one.orderId, startsAt: at(14), by: holderOf(one.orderId) });
  await assert.rejects(
    holdSlot(ctx, { orderId: two.orderId, startsAt: at(14, 15), by: holderOf(two.orderId) }),
    refused("slot-taken"),
  );
  clock.advance({ minutes: 14 });
  await extendHold(ctx, { orderId: one.orderId, by: holderOf(one.orderId) });
  await assert.rejects(
    extendHold(ctx, { orderId: one.orderId, by: holderOf(one.orderId) }),
    refused("hold-already-extended"),
  );
  clock.advance({ minutes: 15 });
  await run();
  assert.ok(await openAppointmentOf(ctx.db, one.orderId, clock.now()), "29 of 30 minutes");
  clock.advance({ minutes: 1 });
  assert.equal(await openAppointmentOf(ctx.db, one.orderId, clock.now()), undefined, "over even before the job ran");
  await assert.rejects(extendHold(ctx, { orderId: one.orderId, by: holderOf(one.orderId) }), refused("hold-over"));
  await holdSlot(ctx, { orderId: two.orderId, startsAt: at(14), by: holderOf(two.orderId) });
  await run();
  assert.equal((await appointmentsOf(ctx.db, one.orderId))[0]?.releasedReason, "hold-expired");
  await pay(ctx, one.orderId);
  await run();
  assert.equal(await openAppointmentOf(ctx.db, one.orderId, clock.now()), undefined, "paid too late: choose again");
  await bookAppointment(ctx, { orderId: one.orderId, startsAt: at(15), by: holderOf(one.orderId) });
  await assert.rejects(
    bookAppointment(ctx, { orderId: one.orderId, startsAt: at(16), by: holderOf(one.orderId) }),
    refused("appointment-already-booked"),
  );
});

test("choosing again moves the hold; the past, off the grid and beyond the horizon are no slots", async () => {
  const { world, ctx, order } = await open();
  await using _ = world;
  const { orderId } = await order();
  await holdSlot(ctx, { orderId, startsAt: at(14), by: holderOf(orderId) });
  await holdSlot(ctx, { orderId, startsAt: at(14, 15), by: holderOf(orderId) });
  const all = await appointmentsOf(ctx.db, orderId);
  assert.deepEqual(
    all.map((appointment) => appointment.status),
    ["held", "released"],
  );
  for (const startsAt of [at(12), at(14, 7), new Date(at(14).getTime() + 40 * 86_400_000)])
    await assert.rejects(holdSlot(ctx, { orderId, startsAt, by: holderOf(orderId) }), refused("slot-taken"));
});

test("rescheduling frees the old and takes the new, keeps the invitation's identity, and ends at the limit", async () => {
  const { world, ctx, clock, ear, run, order } = await open();
  await using _ = world;
  const { orderId } = await order();
  const move = (startsAt: Date) => rescheduleAppointment(ctx, { orderId, startsAt, by: holderOf(orderId) });
  await assert.rejects(move(at(15)), refused("appointment-missing"));
  await assert.rejects(
    bookAppointment(ctx, { orderId, startsAt: at(14), by: holderOf(orderId) }),
    refused("order-not-paid"),
  );
  await pay(ctx, orderId);
  const first = await bookAppointment(ctx, { orderId, startsAt: at(14), by: holderOf(orderId) });
  await assert.rejects(
    holdSlot(ctx, { orderId, startsAt: at(15), by: holderOf(orderId) }),
    refused("appointment-already-booked"),
  );
  const second = await move(at(14, 15));
  assert.deepEqual([second.calendarUid, second.calendarSequence], [first.calendarUid, 1], "over its own former time");
  await run();
  const moved = ear.heard.find(({ event }) => event === "appointment.moved")?.payload;
  assert.deepEqual(moved, { appointmentId: second.id, orderId, previousAppointmentId: first.id });
  for (let i = 0; i < 4; i++) await move(at(15 + i));
  await assert.rejects(move(at(20)), refused("reschedule-limit"));
  clock.set(at(18));
  await assert.rejects(move(at(20)), refused("appointment-began"));
});

test("a move to a taken slot leaves the old appointment as it was", async () => {
  const { world, ctx, order } = await open();
  await using _ = world;
  const [one, two] = [await order(), await order("11144477735")];
  for (const [taken, startsAt] of [
    [one, at(14)],
    [two, at(15)],
  ] as const) {
    await pay(ctx, taken.orderId);
    await bookAppointment(ctx, { orderId: taken.orderId, startsAt, by: holderOf(taken.orderId) });
  }
  await assert.rejects(
    rescheduleAppointment(ctx, { orderId: one.orderId, startsAt: at(15), by: holderOf(one.orderId) }),
    refused("slot-taken"),
  );
  assert.equal((await openAppointmentOf(ctx.db, one.orderId, ctx.clock.now()))?.startsAt.getTime(), at(14).getTime());
});

test("cancelling frees the time: the appointment by its holder, the order with all it has", async () => {
  const { world, ctx, clock, ear, run, order } = await open();
  await using _ = world;
  const { orderId } = await order();
  await pay(ctx, orderId);
  const booked = await bookAppointment(ctx, { orderId, startsAt: at(14), by: holderOf(orderId) });
  const release = (reason: "cancelled" | "attended") =>
    releaseAppointment(ctx, { appointmentId: booked.id, reason, actor: applicant });
  await release("cancelled");
  await release("attended");
  assert.equal((await appointmentsOf(ctx.db, orderId))[0]?.releasedReason, "cancelled", "ended once");
  const again = await bookAppointment(ctx, { orderId, startsAt: at(14), by: holderOf(orderId) });
  clock.set(at(14));
  await assert.rejects(
    releaseAppointment(ctx, { appointmentId: again.id, reason: "cancelled", actor: applicant }),
    refused("appointment-began"),
  );
  await assert.rejects(
    releaseAppointment(ctx, { appointmentId: orderId, reason: "attended", actor: applicant }),
    refused("appointment-missing"),
  );
  const other = await order("11144477735");
  await holdSlot(ctx, { orderId: other.orderId, startsAt: at(16), by: holderOf(other.orderId) });
  await cancelOrder(ctx, { orderId: other.orderId, reason: "x", come: "neither", by: holderOf(other.orderId) });
  await run();
  assert.equal((await appointmentsOf(ctx.db, other.orderId))[0]?.releasedReason, "order-cancelled");
  assert.equal(
    ear.events().filter((event) => event === "appointment.released").length,
    1,
    "a hold's end is told to nobody",
  );
  await assert.rejects(
    holdSlot(ctx, { orderId: other.orderId, startsAt: at(16), by: holderOf(other.orderId) }),
    refused("order-is-cancelled"),
  );
});

test("a draft that changes its CPF loses the held slot", async () => {
  const { world, ctx, run, shop } = await open();
  await using _ = world;
  const { orderId } = await startOrder(ctx, { productId: shop.productId });
  await assert.rejects(
    holdSlot(ctx, { orderId, startsAt: at(14), by: holderOf(orderId) }),
    refused("purchase-incomplete"),
  );
  await describeApplicant(ctx, { orderId, data: maria, by: holderOf(orderId) });
  await holdSlot(ctx, { orderId, startsAt: at(14), by: holderOf(orderId) });
  await describeApplicant(ctx, { orderId, data: { ...maria, cpf: "11144477735" as Cpf }, by: holderOf(orderId) });
  await run();
  assert.equal(await openAppointmentOf(ctx.db, orderId, ctx.clock.now()), undefined);
});

test("race: 64 orders want one slot of one agent, exactly one gets it", async () => {
  const { world, ctx, shop } = await open();
  await using _ = world;
  const orders = await Promise.all(Array.from({ length: 64 }, () => startOrder(ctx, { productId: shop.productId })));
  const cpf = (n: number) => `${String(n).padStart(9, "1")}00` as Cpf;
  await Promise.all(
    orders.map(({ orderId }, n) =>
      describeApplicant(ctx, { orderId, data: { ...maria, cpf: cpf(n) }, by: holderOf(orderId) }),
    ),
  );
  const results = await Promise.allSettled(
    orders.map(({ orderId }) => holdSlot(ctx, { orderId, startsAt: at(14), by: holderOf(orderId) })),
  );
  assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
  for (const result of results) if (result.status === "rejected") refused("slot-taken")(result.reason);
});

test("race: three agents give three holders the same time, and share the load", async () => {
  const { world, ctx, shop } = await open(3);
  await using _ = world;
  const orders = await Promise.all(Array.from({ length: 24 }, () => startOrder(ctx, { productId: shop.productId })));
  const cpf = (n: number) => `${String(n).padStart(9, "2")}00` as Cpf;
  await Promise.all(
    orders.map(({ orderId }, n) =>
      describeApplicant(ctx, { orderId, data: { ...maria, cpf: cpf(n) }, by: holderOf(orderId) }),
    ),
  );
  const results = await Promise.allSettled(
    orders.map(({ orderId }) => holdSlot(ctx, { orderId, startsAt: at(14), by: holderOf(orderId) })),
  );
  const held = results.flatMap((result) => (result.status === "fulfilled" ? [result.value.agentId] : []));
  assert.deepEqual(held.sort(), [...shop.agentIds].sort());
});

test("race: one holder, two orders, one time: one of them", async () => {
  const { world, ctx, order } = await open(3);
  await using _ = world;
  const orders = [await order(), await order(), await order()];
  const starts = [at(14), at(14, 15), at(14)];
  const results = await Promise.allSettled(
    orders.map(({ orderId }, i) => holdSlot(ctx, { orderId, startsAt: starts[i]!, by: holderOf(orderId) })),
  );
  assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
  for (const result of results) if (result.status === "rejected") refused("holder-busy")(result.reason);
});

test("race: the same order placed and moved in many tabs keeps one open appointment", async () => {
  const { world, ctx, order } = await open();
  await using _ = world;
  const { orderId } = await order();
  await Promise.all(Array.from({ length: 8 }, () => placeOrder(ctx, { orderId, by: holderOf(orderId) })));
  await Promise.allSettled(
    Array.from({ length: 8 }, (_, i) =>
      holdSlot(ctx, { orderId, startsAt: at(14, 15 * (i % 4)), by: holderOf(orderId) }),
    ),
  );
  const left = (await appointmentsOf(ctx.db, orderId)).filter(({ status }) => status !== "released");
  assert.equal(left.length, 1);
});

test("local hours become UTC by the agent's zone; blocks and bad hours are heeded", async () => {
  const { world, ctx, shop } = await open();
  await using _ = world;
  const agentId = shop.agentIds[0]!;
  const set = (hours: { weekday: number; opens: string; closes: string }[], zone?: string) =>
    setAgendaHours(ctx, { agentId, hours, zone, by: "installation" });
  const starts = async () => {
    const window = { from: at(13), to: at(13, 0, 24) };
    const slots = await findSlots(ctx.db, { productIds: [shop.productId], window }, ctx.clock.now());
    const onTheHour = slots.filter(({ startsAt }) => startsAt.getUTCMinutes() === 0);
    return onTheHour.map(({ startsAt }) => startsAt.toISOString().slice(8, 13));
  };
  await set([{ weekday: 1, opens: "14:00", closes: "16:00" }]);
  assert.deepEqual(await starts(), ["23T17", "23T18"], "Monday 14h in São Paulo is 17h UTC");
  await set([{ weekday: 1, opens: "14:00", closes: "16:00" }], "America/Manaus");
  assert.deepEqual(await starts(), ["23T18", "23T19"]);
  await set([
    { weekday: 1, opens: "22:00", closes: "24:00" },
    { weekday: 2, opens: "00:00", closes: "01:00" },
  ]);
  assert.deepEqual(await starts(), ["24T01", "24T02", "24T03"]);
  assert.deepEqual(
    (await agendaHoursOf(ctx.db, agentId)).map(({ opens, closes }) => [opens, closes]),
    [
      ["22:00", "24:00"],
      ["00:00", "01:00"],
    ],
  );
  await assert.rejects(set([{ weekday: 1, opens: "10:00", closes: "09:00" }]), refused("agenda-hours-invalid"));
  const by = {
    kind: "agent",
    id: agentId,
    raId: shop.raId,
    cpf: maria.cpf,
    name: "A",
    roles: ["agent" as const],
  } as const;
  const block = (who: { id: string }) =>
    blockAgenda(ctx, {
      agentId,
      from: at(1, 0, 24),
      to: at(2, 0, 24),
      reason: "médico",
      by: { ...by, ...who, roles: ["agent"] },
    });
  await assert.rejects(block({ id: shop.raId }), refused("not-allowed"));
  await block({ id: agentId });
  assert.deepEqual(await starts(), ["24T02", "24T03"]);
});
