import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor } from "../../../src/faces/door.ts";
import { officePages } from "../../../src/faces/office/office-pages.ts";
import { installationSeal } from "../../../src/issuance/seals/installation-seal.ts";
import { roomOfOrder } from "../../../src/rooms/rooms-reads.ts";
import { blockAgenda } from "../../../src/scheduling/agenda/block-agenda.ts";
import { openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { moveAppointment } from "../../../src/scheduling/booking/move-appointment.ts";
import { ours } from "../../kit/authorities.ts";
import { refused } from "../../kit/refused.ts";
import { visitor } from "../../kit/visitor.ts";
import { openWatch, sitDown } from "../../kit/watch-story.ts";

test("the manager moves: another hour tells the holder, another agent at the same hour does not; refusals", async () => {
  const { world, ctx, run, order, expected, others, manager, parcels, startsAt } = await openWatch(2);
  await using _ = world;
  const open = async () => (await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now()))!;
  const first = await open();
  const by = manager;
  const to = { appointmentId: first.id, startsAt, agentId: others[0]!.id };
  await assert.rejects(moveAppointment(ctx, { ...to, by: expected }), refused("not-allowed"));
  const told = () => parcels.filter(({ subject }) => /^Novo horário/.test(subject)).length;
  const same = await moveAppointment(ctx, { ...to, by });
  assert.equal(same.calendarSequence, first.calendarSequence);
  await run();
  assert.equal(told(), 0);
  assert.equal((await roomOfOrder(ctx.db, order.orderId))?.agentId, others[0]!.id);
  await assert.rejects(moveAppointment(ctx, { ...to, by }), refused("appointment-missing"));
  const later = new Date(startsAt.getTime() + 2 * 3_600_000);
  const moved = await moveAppointment(ctx, { appointmentId: same.id, startsAt: later, agentId: expected.id, by });
  assert.equal(moved.calendarSequence, first.calendarSequence + 1);
  await run();
  assert.equal(told(), 1);
  const hour = { from: new Date(later.getTime() + 3_600_000), to: new Date(later.getTime() + 2 * 3_600_000) };
  await blockAgenda(ctx, { agentId: expected.id, ...hour, reason: "médico", by });
  const again = { appointmentId: moved.id, agentId: expected.id, by };
  await assert.rejects(moveAppointment(ctx, { ...again, startsAt: hour.from }), refused("slot-taken"));
  await assert.rejects(
    moveAppointment(ctx, { ...again, startsAt: new Date(later.getTime() + 60_000) }),
    refused("slot-taken"),
  );
  await assert.rejects(moveAppointment(ctx, { ...again, startsAt: new Date(0) }), refused("slot-taken"));
  assert.equal((await open()).id, moved.id, "a refused move loses nothing");
  world.clock.set(later);
  await assert.rejects(moveAppointment(ctx, { ...again, startsAt: hour.to }), refused("appointment-began"));
});

test("the agenda's pages: the day of all, the week of one, moving by menu", async () => {
  const { world, ctx, order, expected, others, manager, run } = await openWatch(2);
  const app = await openDoor(ctx, [
    (scope) => officePages(scope, { ctx, signer: installationSeal, authorities: ours }),
  ]);
  await using _ = world;
  await using __ = { [Symbol.asyncDispose]: () => app.close() };
  const office = visitor(app);
  office.keep({ confere_agente: await sitDown(ctx, manager) });
  await office.open("/office/agenda");
  assert.match(office.page.text, /Maria da Silva/);
  for (const { name } of [expected, ...others]) assert.ok(office.page.text.includes(name));
  await office.open(`/office/agenda?agente=${expected.id}`);
  assert.equal(office.heading(), `Semana de ${expected.name}`);
  assert.equal((office.page.text.match(/class="agenda-column"/g) ?? []).length, 7);
  const address = /href="(\/office\/agenda\/[\w-]+\/mudanca)"/.exec(office.page.text)![1]!;
  await office.open(`${address}?agente=${others[0]!.id}`);
  const times = [...office.page.text.matchAll(/<option[^>]*value="([^"]+)"/g)].map((match) => match[1]!);
  assert.ok(times.length > 100);
  await office.send(address, { inicio: "ontem" });
  assert.match(office.errors().join() + office.page.text, /Escolha um horário da lista/);
  await office.open(`${address}?agente=${others[0]!.id}`);
  await office.send(address, { inicio: times[10]! });
  assert.match(office.page.path, /^\/office\/agenda\?dia=/);
  await run();
  const visit = await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now());
  assert.equal(visit?.agentId, others[0]!.id);
  assert.equal(visit?.startsAt.toISOString(), times[10]);
});
