import assert from "node:assert/strict";
import { test } from "node:test";
import { bookingTermsOf } from "../../../src/catalog/catalog-reads.ts";
import { cancelOrder } from "../../../src/orders/cancel-order.ts";
import type { AgentPrincipal } from "../../../src/people/agent.ts";
import { newId } from "../../../src/platform/ids.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { agendaFaults } from "../../../src/scheduling/agenda/agenda-faults-reads.ts";
import {
  blocksOf,
  exceptionsOf,
  freeAgentsAt,
  holidaysOf,
  profileOf,
} from "../../../src/scheduling/agenda/agenda-reads.ts";
import { blockAgenda } from "../../../src/scheduling/agenda/block-agenda.ts";
import { blockDays } from "../../../src/scheduling/agenda/block-days.ts";
import { findSlots } from "../../../src/scheduling/agenda/find-slots.ts";
import { defaultLanguage } from "../../../src/scheduling/agenda/language.ts";
import { setAgendaDay } from "../../../src/scheduling/agenda/set-agenda-day.ts";
import { setAgendaHours } from "../../../src/scheduling/agenda/set-agenda-hours.ts";
import { setAgentSkills, setAvailability } from "../../../src/scheduling/agenda/set-agent-profile.ts";
import { setHoliday } from "../../../src/scheduling/agenda/set-holiday.ts";
import { timeOffOf } from "../../../src/scheduling/agenda/time-off-reads.ts";
import { unblockAgenda } from "../../../src/scheduling/agenda/unblock-agenda.ts";
import { extendHold } from "../../../src/scheduling/appointments/extend-hold.ts";
import { releaseOrderTime } from "../../../src/scheduling/appointments/release-appointment.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { rescheduleAppointment } from "../../../src/scheduling/booking/reschedule-appointment.ts";
import { callNext } from "../../../src/scheduling/line/call-next.ts";
import { joinQueue, leaveQueue } from "../../../src/scheduling/line/join-queue.ts";
import { waitingLine, walkInOutlook } from "../../../src/scheduling/line/walk-in-reads.ts";
import { refused } from "../../kit/refused.ts";
import { listener, maria, openShop, pay, placedOrder, shopAgents } from "../../kit/shop.ts";
import { sitDown } from "../../kit/watch-story.ts";
import { createWorld } from "../../kit/world.ts";

const by = "installation";
const at = (hour: number, minutes = 0, day = 24) => new Date(Date.UTC(2026, 10, day, hour, minutes));

async function open(agents = 1) {
  const world = await createWorld();
  const ear = listener();
  const run = () => world.runJobs(ear.domains);
  const shop = await openShop(world.ctx, { agents });
  const who = (n: number, role: "agent" | "manager" = "agent"): AgentPrincipal => {
    const id = shop.agentIds[n]!;
    return { kind: "agent", id, raId: shop.raId, cpf: shopAgents[n]![1], name: "A", roles: [role] };
  };
  const order = async (cpf = "52998224725") =>
    (await placedOrder(world.ctx, shop.productId, { ...maria, cpf: cpf as Cpf }, ear, run)).orderId;
  const paid = async (cpf: string) => {
    const orderId = await order(cpf);
    await pay(world.ctx, orderId);
    return orderId;
  };
  /** Full hours of Brasília at which a slot begins within a day of it, "2026-11-24". */
  const hours = async (day: string, productId = shop.productId) => {
    const window = { from: new Date(`${day}T03:00:00Z`), to: new Date(Date.parse(`${day}T03:00:00Z`) + 86_400_000) };
    const slots = await findSlots(world.ctx.db, { productIds: [productId], window }, world.clock.now());
    return slots
      .filter(({ startsAt }) => startsAt.getUTCMinutes() === 0)
      .map(({ startsAt }) => (startsAt.getUTCHours() + 21) % 24);
  };
  return { world, ctx: world.ctx, clock: world.clock, ear, run, shop, who, order, paid, hours };
}

const allWeek = (opens: string, closes: string) => [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, opens, closes }));

test("holidays close, exceptions open, close or change a day, and each can be taken back", async () => {
  const { world, ctx, clock, shop, who, hours } = await open();
  await using _ = world;
  const agentId = shop.agentIds[0]!;
  const manager = who(0, "manager");
  clock.set("2026-12-20T12:00:00Z");
  await setAgendaHours(ctx, { agentId, hours: allWeek("09:00", "12:00"), by });
  assert.deepEqual(await hours("2026-12-24"), [9, 10, 11]);
  assert.deepEqual(await hours("2026-12-25"), [], "Natal");
  const day = (exception: Parameters<typeof setAgendaDay>[1]["exception"]) =>
    setAgendaDay(ctx, { agentId, exception, by: manager });
  await day({ day: "2026-12-25", spans: [{ opens: "14:00", closes: "16:00" }], reason: "plantão" });
  await day({ day: "2026-12-24", spans: [], reason: "folga" });
  assert.deepEqual([await hours("2026-12-24"), await hours("2026-12-25")], [[], [14, 15]]);
  assert.deepEqual(
    (await exceptionsOf(ctx.db, agentId, "2026-12-24")).map(({ day: on, spans }) => [on, spans]),
    [
      ["2026-12-24", []],
      ["2026-12-25", [{ opens: "14:00", closes: "16:00" }]],
    ],
  );
  await day({ day: "2026-12-24", spans: undefined, reason: "volta" });
  assert.deepEqual(await hours("2026-12-24"), [9, 10, 11]);
  await setHoliday(ctx, { raId: shop.raId, day: "2026-12-28", name: "Aniversário da cidade", by: manager });
  assert.deepEqual(await hours("2026-12-28"), []);
  const kept = await holidaysOf(ctx.db, shop.raId, "2026-12-01", "2026-12-31");
  assert.deepEqual(
    kept.map(({ day: on, level }) => [on, level]),
    [
      ["2026-12-25", "national"],
      ["2026-12-28", "own"],
    ],
  );
  const natal = { raId: shop.raId, day: "2026-12-25", name: "Festa", by: manager };
  await assert.rejects(setHoliday(ctx, natal), refused("holiday-known"));
  await setHoliday(ctx, { raId: shop.raId, day: "2026-12-28", by: manager });
  assert.deepEqual(await hours("2026-12-28"), [9, 10, 11]);
  assert.ok(
    (await holidaysOf(ctx.db, shop.raId, "2027-07-01", "2027-07-31")).some(({ name }) => /1932/.test(name)),
    "São Paulo's own",
  );
  assert.deepEqual(await agendaFaults(ctx.db), []);
});

test("breaks and vacation take time off sale until they are taken back", async () => {
  const { world, ctx, shop, who, hours } = await open();
  await using _ = world;
  const agentId = shop.agentIds[0]!;
  await setAgendaHours(ctx, { agentId, hours: allWeek("09:00", "14:00"), by });
  await blockAgenda(ctx, { agentId, from: at(15), to: at(16), reason: "almoço", kind: "break", by: who(0) });
  await blockAgenda(ctx, {
    agentId,
    from: at(3, 0, 26),
    to: at(3, 0, 28),
    reason: "férias",
    kind: "vacation",
    by: who(0),
  });
  assert.deepEqual(
    [await hours("2026-11-24"), await hours("2026-11-26"), await hours("2026-11-27"), await hours("2026-11-28")],
    [[9, 10, 11, 13], [], [], [9, 10, 11, 12, 13]],
  );
  const [lunch] = await blocksOf(ctx.db, agentId, ctx.clock.now());
  await assert.rejects(unblockAgenda(ctx, { blockId: newId(), by: who(0) }), refused("not-found"));
  await assert.rejects(
    unblockAgenda(ctx, { blockId: lunch!.id, by: { ...who(0), id: newId() } }),
    refused("not-allowed"),
  );
  await unblockAgenda(ctx, { blockId: lunch!.id, by: who(0) });
  assert.deepEqual(await hours("2026-11-24"), [9, 10, 11, 12, 13]);
  assert.deepEqual(await agendaFaults(ctx.db), []);
});

test("days off sale go by the clock of the agent's week; a break of each day is one thing to take back", async () => {
  const { world, ctx, shop, who, hours } = await open();
  await using _ = world;
  const agentId = shop.agentIds[0]!;
  await setAgendaHours(ctx, { agentId, hours: allWeek("08:00", "12:00"), zone: "America/Manaus", by });
  assert.deepEqual(await hours("2026-11-24"), [9, 10, 11, 12], "an hour behind Brasília");
  const days = { agentId, fromDay: "2026-11-24", throughDay: "2026-11-26", reason: "lanche", by: who(0) };
  const daily = { opens: "09:00", closes: "10:00" };
  for (const wrong of [
    { throughDay: "2026-11-23" },
    { fromDay: "2026-02-30" },
    { reason: " " },
    { daily: { opens: "10:00", closes: "10:00" } },
  ])
    await assert.rejects(blockDays(ctx, { ...days, ...wrong }), refused("agenda-time-invalid"));
  await assert.rejects(blockDays(ctx, { ...days, by: { ...who(0), id: newId() } }), refused("not-allowed"));
  await assert.rejects(blockDays(ctx, { ...days, agentId: newId() }), refused("not-found"));
  await blockDays(ctx, { ...days, daily });
  await blockDays(ctx, { ...days, fromDay: "2026-11-28", throughDay: "2026-11-28", reason: "férias" });
  const off = await timeOffOf(ctx.db, agentId, ctx.clock.now());
  assert.deepEqual(
    off.map(({ kind, times, from, through }) => [kind, times, from.toISOString(), through.toISOString()]),
    [
      ["break", 3, "2026-11-24T13:00:00.000Z", "2026-11-26T14:00:00.000Z"],
      ["vacation", 1, "2026-11-28T04:00:00.000Z", "2026-11-29T04:00:00.000Z"],
    ],
  );
  assert.deepEqual(
    [await hours("2026-11-24"), await hours("2026-11-26"), await hours("2026-11-27"), await hours("2026-11-28")],
    [[9, 11, 12], [9, 11, 12], [9, 10, 11, 12], []],
  );
  await unblockAgenda(ctx, { blockId: off[0]!.id, by: who(0) });
  assert.deepEqual(await hours("2026-11-26"), [9, 10, 11, 12]);
  assert.deepEqual(
    (await timeOffOf(ctx.db, agentId, ctx.clock.now())).map(({ kind }) => kind),
    ["vacation"],
  );
  assert.deepEqual(await agendaFaults(ctx.db), []);
});

test("skills and the switch 'not now' decide who is offered; what is booked stays", async () => {
  const { world, ctx, clock, shop, who, order } = await open(2);
  await using _ = world;
  const [signs, other] = shop.agentIds as [string, string];
  const manager = who(1, "manager");
  const skills = (productIds: string[] | null, languages: string[]) =>
    setAgentSkills(ctx, { agentId: signs, productIds, languages, by: manager });
  for (const [products, languages] of [
    [null, []],
    [null, ["português"]],
    [[], ["pt-BR"]],
    [[newId()], ["pt-BR"]],
  ] as const)
    await assert.rejects(skills(products && [...products], [...languages]), refused("agenda-profile-invalid"));
  await skills([shop.companyId], ["pt-BR", "libras"]);
  const one = await order();
  const hold = await holdSlot(ctx, { orderId: one, startsAt: at(14), by });
  assert.equal(hold.agentId, other, "the first agent attends companies only");
  await assert.rejects(
    holdSlot(ctx, { orderId: one, startsAt: at(15), language: "libras", by }),
    refused("slot-taken"),
  );
  await skills(null, ["pt-BR", "libras"]);
  const signed = await holdSlot(ctx, { orderId: one, startsAt: at(15), language: "libras", by });
  assert.deepEqual([signed.agentId, signed.language], [signs, "libras"]);
  const filter = { raId: shop.raId, productIds: [shop.productId], language: defaultLanguage };
  const free = () => freeAgentsAt(ctx.db, filter, { from: at(16), to: at(16, 30) }, clock.now());
  assert.deepEqual((await free()).sort(), [signs, other].sort());
  await assert.rejects(
    setAvailability(ctx, { agentId: other, away: { until: null, reason: " " }, by: who(1) }),
    refused("agenda-time-invalid"),
  );
  await assert.rejects(
    setAvailability(ctx, { agentId: other, away: null, by: { ...who(0), id: newId() } }),
    refused("not-allowed"),
  );
  await setAvailability(ctx, { agentId: other, away: { until: at(14, 0, 23), reason: "reunião" }, by: who(1) });
  assert.deepEqual(await free(), [signs]);
  assert.equal((await profileOf(ctx.db, other)).away?.reason, "reunião");
  clock.set(at(14, 0, 23));
  assert.equal((await free()).length, 2, "back by itself");
});

test("the queue: first come, first called, by whoever is free; the call is an appointment that begins now", async () => {
  const { world, ctx, clock, run, ear, shop, who, order, paid } = await open(2);
  await using _ = world;
  const unpaid = await order("39053344705");
  await assert.rejects(joinQueue(ctx, { orderId: unpaid, by }), refused("order-not-paid"));
  const [first, second, gone] = [await paid("52998224725"), await paid("11144477735"), await paid("12345678909")];
  await assert.rejects(joinQueue(ctx, { orderId: first, by }), refused("nobody-at-desk"));
  for (const n of [0, 1]) await sitDown(ctx, who(n));
  await assert.rejects(callNext(ctx, { by: who(0) }), refused("not-waiting"));
  await assert.rejects(callNext(ctx, { by: who(0, "manager") }), refused("not-allowed"));
  for (const orderId of [gone, first, second]) {
    await joinQueue(ctx, { orderId, by });
    clock.advance({ minutes: 1 });
  }
  await assert.rejects(joinQueue(ctx, { orderId: first, by }), refused("already-waiting"));
  const [terms] = await bookingTermsOf(ctx.db, [shop.productId]);
  const wish = {
    raId: shop.raId,
    productId: shop.productId,
    language: defaultLanguage,
    length: terms!,
    holderCpf: null,
  };
  const outlook = (orderId?: string) => walkInOutlook(ctx.db, { ...wish, ...(orderId && { orderId }) }, clock.now());
  // 13:03: two agents free, each sitting takes its slot.
  assert.deepEqual(await outlook(gone), { agents: 2, ahead: 0, minutes: 0 });
  assert.deepEqual(await outlook(second), { agents: 2, ahead: 2, minutes: 30 });
  assert.deepEqual(await outlook(), { agents: 2, ahead: 3, minutes: 30 });
  await cancelOrder(ctx, { orderId: gone, reason: "desisti", come: "paid", by });
  await run();
  clock.advance({ minutes: 4 });
  const called = await callNext(ctx, { by: who(0) });
  assert.deepEqual(
    [called.orderId, called.agentId, called.startsAt],
    [first, shop.agentIds[0], new Date("2026-11-23T13:07:00Z")],
  );
  await run();
  assert.ok(
    ear.heard.some(({ event, payload }) => event === "appointment.booked" && payload["appointmentId"] === called.id),
  );
  await assert.rejects(callNext(ctx, { by: who(0) }), refused("next-too-near"));
  const line = async () => (await waitingLine(ctx.db, shop.raId, clock.now())).map(({ orderId }) => orderId);
  assert.deepEqual(await line(), [second]);
  // Who takes a time leaves the line, and is not in it again when the time is given back.
  await bookAppointment(ctx, { orderId: second, startsAt: at(15), by });
  assert.deepEqual(await line(), []);
  await releaseOrderTime(ctx, { orderId: second, reason: "cancelled", actor: { kind: "system" } });
  await joinQueue(ctx, { orderId: second, by });
  await leaveQueue(ctx, { orderId: second, by });
  await joinQueue(ctx, { orderId: second, by });
  clock.advance({ hours: 3 });
  await assert.rejects(callNext(ctx, { by: who(1) }), refused("not-waiting"), "who waited two hours has gone home");
  await sitDown(ctx, who(1));
  await joinQueue(ctx, { orderId: second, by });
  assert.equal((await callNext(ctx, { by: who(1) })).orderId, second);
  assert.deepEqual(await agendaFaults(ctx.db), []);
});

test("race: many agents call at once, nobody is called twice and nobody is forgotten", async () => {
  const { world, ctx, shop, who, paid } = await open(3);
  await using _ = world;
  await sitDown(ctx, who(0));
  for (const cpf of ["52998224725", "11144477735", "12345678909"])
    await joinQueue(ctx, { orderId: await paid(cpf), by });
  const calls = await Promise.allSettled([0, 1, 2, 0, 1, 2].map((n) => callNext(ctx, { by: who(n) })));
  const called = calls.flatMap((call) => (call.status === "fulfilled" ? [call.value] : []));
  assert.equal(new Set(called.map(({ orderId }) => orderId)).size, called.length);
  assert.equal(new Set(called.map(({ agentId }) => agentId)).size, called.length);
  for (const call of calls)
    if (call.status === "rejected")
      assert.ok(["next-too-near", "not-waiting"].includes(call.reason.code), String(call.reason));
  assert.equal((await waitingLine(ctx.db, shop.raId, ctx.clock.now())).length, 3 - called.length);
  assert.deepEqual(await agendaFaults(ctx.db), []);
});

test("bad input is refused in plain words and in bounded time, and loses nothing", async () => {
  const { world, ctx, clock, shop, who, order } = await open();
  await using _ = world;
  const agentId = shop.agentIds[0]!;
  const orderId = await order();
  const hold = await holdSlot(ctx, { orderId, startsAt: at(14), by });
  const far = (text: string) => holdSlot(ctx, { orderId, startsAt: new Date(text), by });
  for (const time of [
    "2020-01-01T12:00:00Z",
    "9999-12-31T23:45:00Z",
    "2026-11-24T14:00:00.001Z",
    "0001-01-01T00:00:00Z",
  ])
    await assert.rejects(far(time), refused("slot-taken"), time);
  await assert.rejects(holdSlot(ctx, { orderId: newId(), startsAt: at(14), by }), refused("not-found"), "forged");
  await assert.rejects(extendHold(ctx, { orderId: newId(), by }), refused("hold-over"));
  await assert.rejects(findSlots(ctx.db, { productIds: [newId()] }, clock.now()), refused("product-not-on-sale"));
  await assert.rejects(findSlots(ctx.db, { productIds: [] }, clock.now()), refused("product-not-on-sale"));
  const hours = [
    [
      { weekday: 1, opens: "09:00", closes: "12:00" },
      { weekday: 1, opens: "11:00", closes: "13:00" },
    ],
    [{ weekday: 1, opens: "24:00", closes: "24:00" }],
  ];
  for (const crossing of hours)
    await assert.rejects(setAgendaHours(ctx, { agentId, hours: crossing, by }), refused("agenda-hours-invalid"));
  for (const zone of ["Marte/Olimpo", "UTC+3", "'; drop table agents"])
    await assert.rejects(setAgendaHours(ctx, { agentId, hours: [], zone, by }), refused("agenda-hours-invalid"), zone);
  const manager = who(0, "manager");
  for (const day of ["2026-02-30", "amanhã", "1999-01-01"])
    await assert.rejects(
      setAgendaDay(ctx, { agentId, exception: { day, spans: [], reason: "x" }, by: manager }),
      refused("agenda-hours-invalid"),
      day,
    );
  for (const [from, to] of [
    [at(12), at(12)],
    [at(12), at(11)],
    [at(1), new Date("2029-01-01")],
    [new Date("1990-01-01"), new Date("1990-01-02")],
    [new Date(Number.NaN), at(1)],
  ] as const)
    await assert.rejects(
      blockAgenda(ctx, { agentId, from, to, reason: "x", by: manager }),
      refused("agenda-time-invalid"),
    );
  await assert.rejects(
    setHoliday(ctx, { raId: shop.raId, day: "2026-13-01", name: "x", by: manager }),
    refused("agenda-time-invalid"),
  );
  await assert.rejects(
    setHoliday(ctx, { raId: newId(), day: "2026-12-01", name: "x", by: manager }),
    refused("not-allowed"),
  );
  // A hold used twice: the payment books it once, and it is no hold any more.
  await pay(ctx, orderId);
  await world.runJobs(listener().domains);
  await assert.rejects(extendHold(ctx, { orderId, by }), refused("hold-over"));
  await assert.rejects(bookAppointment(ctx, { orderId, startsAt: at(15), by }), refused("appointment-already-booked"));
  // A clock that jumps over the appointment and back.
  clock.set("2027-06-01T12:00:00Z");
  await assert.rejects(rescheduleAppointment(ctx, { orderId, startsAt: at(15), by }), refused("appointment-began"));
  clock.set("2026-11-23T13:30:00Z");
  const moved = await rescheduleAppointment(ctx, { orderId, startsAt: at(15), by });
  assert.equal(moved.calendarUid, hold.calendarUid);
  assert.deepEqual(await agendaFaults(ctx.db), []);
});
