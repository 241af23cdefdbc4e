import assert from "node:assert/strict";
import { test } from "node:test";
import { readChain } from "../../../src/audit/audit-reads.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { roomById } from "../../../src/rooms/rooms-reads.ts";
import { decideAdmission } from "../../../src/rooms/sitting/decide-admission.ts";
import { agendaFaults } from "../../../src/scheduling/agenda/agenda-faults-reads.ts";
import { appointmentsOf, openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { acceptOffer } from "../../../src/watch/lateness/accept-offer.ts";
import { askOffice } from "../../../src/watch/lateness/ask-office.ts";
import { takeOver } from "../../../src/watch/lateness/take-over.ts";
import { choicesInLobby, latenessOf, tasksOf, waitingForAnother } from "../../../src/watch/lateness/watch-reads.ts";
import { claimTask, finishTask } from "../../../src/watch/tasks/finish-task.ts";
import { refused } from "../../kit/refused.ts";
import { maria, pay, placedOrder } from "../../kit/shop.ts";
import { openWatch, sitDown } from "../../kit/watch-story.ts";

test("agent late: another who is there takes over in one act, once, and admits the holder who kept the place", async () => {
  const { world, ctx, at, knock, order, room, expected, others, shop } = await openWatch(3);
  await using _ = world;
  await at(-10);
  await knock();
  await at(4);
  for (const other of others) await sitDown(ctx, other);
  assert.equal(await latenessOf(ctx.db, order.orderId), undefined);
  await at(5);
  const lateness = (await latenessOf(ctx.db, order.orderId))!;
  assert.equal(lateness.agentId, expected.id);
  assert.deepEqual((await choicesInLobby(ctx.db, room.id, ctx.clock.now()))?.offers, []);
  const [first, second] = others as [(typeof others)[0], (typeof others)[0]];
  assert.equal((await waitingForAnother(ctx.db, shop.raId, first.id))[0]?.latenessId, lateness.id);
  assert.deepEqual(await waitingForAnother(ctx.db, shop.raId, expected.id), []);
  const latenessId = lateness.id;
  await assert.rejects(takeOver(ctx, { latenessId, by: expected }), refused("not-allowed"));
  const both = await Promise.allSettled([first, second].map((by) => takeOver(ctx, { latenessId, by })));
  assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  const lost = both.find((one) => one.status === "rejected")!;
  refused("lateness-settled")(lost.reason);
  const taker = both[0]!.status === "fulfilled" ? first : second;
  assert.equal((await roomById(ctx.db, room.id))?.agentId, taker.id);
  assert.equal((await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now()))?.agentId, taker.id);
  assert.equal(await choicesInLobby(ctx.db, room.id, ctx.clock.now()), undefined);
  await assert.rejects(
    decideAdmission(ctx, { roomId: room.id, agent: expected, outcome: "admitted" }),
    refused("not-allowed"),
  );
  await decideAdmission(ctx, { roomId: room.id, agent: taker, outcome: "admitted" });
  await at(40);
  const asked = (await tasksOf(ctx.db, shop.raId, ctx.clock.now())).map(({ kind }) => kind);
  assert.deepEqual(asked, [], "the AR's verifier can still verify this sitting: nobody is asked for anything");
  assert.equal((await latenessOf(ctx.db, order.orderId))?.outcome, "handed-over");
  const acts = (await readChain(ctx.db, `order:${order.orderId}`)).map(({ act }) => act);
  assert.ok(acts.indexOf("agent.late") < acts.indexOf("appointment.handed-over"));
});

test("an agent with another holder in that time is not waited for, but may take over: it stands beside", async () => {
  const story = await openWatch(2);
  const { world, ctx, at, knock, order, others, startsAt } = story;
  await using _ = world;
  const other = await placedOrder(
    ctx,
    story.shop.productId,
    { ...maria, cpf: "11144477735" as Cpf },
    story.ear,
    story.run,
  );
  await pay(ctx, other.orderId);
  await bookAppointment(ctx, { orderId: other.orderId, startsAt, by: holderOf(other.orderId) });
  await at(-5);
  await knock();
  await sitDown(ctx, others[0]!);
  await at(5);
  const lateness = (await latenessOf(ctx.db, order.orderId))!;
  assert.ok(lateness.offeredAt, "nobody could come: times are offered at once");
  assert.equal(
    (await waitingForAnother(ctx.db, story.shop.raId, others[0]!.id)).length,
    1,
    "to be seen with a warning",
  );
  await takeOver(ctx, { latenessId: lateness.id, by: others[0]! });
  const both = [order.orderId, other.orderId].map((id) => openAppointmentOf(ctx.db, id, ctx.clock.now()));
  for (const standing of await Promise.all(both))
    assert.deepEqual([standing?.agentId, standing?.status], [others[0]!.id, "booked"]);
  assert.deepEqual(await agendaFaults(ctx.db), []);
});

test("nobody else in the AR and no other time: the AR must call, with owner and hour", async () => {
  const { world, ctx, at, knock, order, room, parcels, shop } = await openWatch(1);
  await using _ = world;
  await at(-10);
  await knock();
  await at(5);
  // The only agent is the one who did not come: not counted on for the next times.
  assert.deepEqual((await latenessOf(ctx.db, order.orderId))?.offers, []);
  const tasks = await tasksOf(ctx.db, shop.raId, ctx.clock.now());
  assert.equal(tasks.length, 1);
  assert.equal(tasks[0]?.kind, "call-holder");
  assert.equal(tasks[0]?.ownerName, "Gerente");
  assert.equal(tasks[0]?.dueAt.getTime(), ctx.clock.now().getTime() + 3_600_000);
  assert.equal((await appointmentsOf(ctx.db, order.orderId))[0]?.releasedReason, "agent-no-show");
  assert.ok((await roomById(ctx.db, room.id))?.closedAt);
  assert.ok(parcels.some(({ subject }) => /ninguém atendeu/.test(subject)));
});

test("offered times: chosen from the lobby, the move is free, the letter follows, nothing stays to be done", async () => {
  const { world, ctx, at, knock, order, room, parcels, shop, run } = await openWatch(2);
  await using _ = world;
  await at(-10);
  await knock();
  await at(5);
  const lateness = (await latenessOf(ctx.db, order.orderId))!;
  assert.equal(lateness.offers.length, 3);
  assert.deepEqual((await choicesInLobby(ctx.db, room.id, ctx.clock.now()))?.offers, lateness.offers);
  const latenessId = lateness.id;
  const by = holderOf(order.orderId);
  const stranger = holderOf(room.id);
  await assert.rejects(
    acceptOffer(ctx, { latenessId, startsAt: lateness.offers[0]!, by: stranger }),
    refused("not-found"),
  );
  await assert.rejects(acceptOffer(ctx, { latenessId, startsAt: new Date(0), by }), refused("offer-over"));
  const before = (await appointmentsOf(ctx.db, order.orderId))[0]!;
  const chosen = await acceptOffer(ctx, { latenessId, startsAt: lateness.offers[1]!, by });
  assert.equal(chosen.calendarUid, before.calendarUid);
  assert.equal(chosen.calendarSequence, before.calendarSequence + 1);
  await assert.rejects(acceptOffer(ctx, { latenessId, startsAt: lateness.offers[0]!, by }), refused("offer-over"));
  await run();
  assert.equal((await roomById(ctx.db, room.id))?.closedReason, "rescheduled");
  assert.equal(
    (await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now()))?.startsAt.getTime(),
    lateness.offers[1]!.getTime(),
  );
  assert.ok(parcels.some(({ subject }) => /^Novo horário/.test(subject)));
  await at(60 * 24);
  assert.deepEqual(
    (await tasksOf(ctx.db, shop.raId, new Date(0))).filter(({ kind }) => kind === "call-holder"),
    [],
  );
});

test("no choice made: the AR calls; a choice by the letter after that ends the call's task", async () => {
  const { world, ctx, at, knock, order, shop, manager, others } = await openWatch(2);
  await using _ = world;
  await at(-10);
  await knock();
  await at(5);
  const { id: latenessId } = (await latenessOf(ctx.db, order.orderId))!;
  await at(20);
  const [task] = await tasksOf(ctx.db, shop.raId, ctx.clock.now());
  assert.ok(task);
  await claimTask(ctx, { taskId: task.id, by: others[0]! });
  assert.equal((await tasksOf(ctx.db, shop.raId, ctx.clock.now()))[0]?.ownerId, others[0]!.id);
  await assert.rejects(
    claimTask(ctx, { taskId: task.id, by: { ...manager, raId: order.orderId } }),
    refused("not-found"),
  );
  await assert.rejects(
    claimTask(ctx, { taskId: task.id, by: { ...manager, roles: ["auditor"] } }),
    refused("not-allowed"),
  );
  const later = (await latenessOf(ctx.db, order.orderId))!.offers.at(-1)!;
  assert.ok(later > ctx.clock.now());
  await acceptOffer(ctx, { latenessId, startsAt: later, by: "letter" });
  const [ended] = await tasksOf(ctx.db, shop.raId, new Date(0));
  assert.match(ended!.result!, /escolheu outro horário/);
  await assert.rejects(finishTask(ctx, { taskId: task.id, result: "Liguei", by: manager }), refused("task-done"));
});

test("the holder asks to be called: at once, once", async () => {
  const { world, ctx, at, knock, order, room, shop, manager, run } = await openWatch(2);
  await using _ = world;
  await at(-10);
  await knock();
  await at(6);
  const { id: latenessId } = (await latenessOf(ctx.db, order.orderId))!;
  await askOffice(ctx, { latenessId, by: holderOf(order.orderId) });
  await askOffice(ctx, { latenessId, by: holderOf(order.orderId) });
  await run();
  assert.equal((await choicesInLobby(ctx.db, room.id, ctx.clock.now()))?.phoneAsked, true);
  const tasks = await tasksOf(ctx.db, shop.raId, ctx.clock.now());
  assert.equal(tasks.length, 1);
  await finishTask(ctx, { taskId: tasks[0]!.id, result: "Liguei e remarquei", by: manager });
  assert.equal((await tasksOf(ctx.db, shop.raId, ctx.clock.now()))[0]?.doneByName, "Gerente");
});

test("the late agent comes after all: nothing is offered, nobody is called", async () => {
  const { world, ctx, at, knock, order, room, expected, others, shop } = await openWatch(2);
  await using _ = world;
  await at(-10);
  await knock();
  await sitDown(ctx, others[0]!);
  await at(5);
  await decideAdmission(ctx, { roomId: room.id, agent: expected, outcome: "admitted" });
  const { id: latenessId } = (await latenessOf(ctx.db, order.orderId))!;
  await assert.rejects(takeOver(ctx, { latenessId, by: others[0]! }), refused("lateness-settled"));
  await at(30);
  assert.equal((await latenessOf(ctx.db, order.orderId))?.outcome, "agent-came");
  assert.deepEqual(await tasksOf(ctx.db, shop.raId, new Date(0)), []);
});

test("the holder never knocks: absent at T+15, other words, and the time is free again", async () => {
  const { world, ctx, at, order, parcels, run } = await openWatch(1);
  await using _ = world;
  await at(14);
  assert.equal((await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now()))?.status, "booked");
  await at(15);
  await run();
  const [last] = await appointmentsOf(ctx.db, order.orderId);
  assert.equal(last?.releasedReason, "applicant-no-show");
  assert.equal(await latenessOf(ctx.db, order.orderId), undefined);
  assert.ok(parcels.some(({ subject }) => /Sentimos a sua falta/.test(subject)));
  assert.ok(!parcels.some(({ subject }) => /ninguém atendeu/.test(subject)));
  const book = (hours: number) => {
    const startsAt = new Date(ctx.clock.now().getTime() + hours * 3_600_000 - 15 * 60_000);
    return bookAppointment(ctx, { orderId: order.orderId, startsAt, by: holderOf(order.orderId) });
  };
  await book(2);
  await run();
  await at(120 + 15);
  assert.equal((await appointmentsOf(ctx.db, order.orderId)).filter((one) => one.releasedReason).length, 2);
  await assert.rejects(book(2), refused("no-show-limit"));
});
