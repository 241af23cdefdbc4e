import assert from "node:assert/strict";
import { test } from "node:test";
import { bookingTermsOf } from "../../../src/catalog/catalog-reads.ts";
import { setBookingTerms } from "../../../src/catalog/set-booking-terms.ts";
import { sql, transact } from "../../../src/platform/database.ts";
import { Failure } from "../../../src/platform/failures/failure.ts";
import type { Cpf } from "../../../src/platform/taxpayer-id.ts";
import { agendaFaults } from "../../../src/scheduling/agenda/agenda-faults-reads.ts";
import { handOverAppointment } from "../../../src/scheduling/appointments/hand-over-appointment.ts";
import { releaseOrderTime } from "../../../src/scheduling/appointments/release-appointment.ts";
import { appointmentById, openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { callNext } from "../../../src/scheduling/line/call-next.ts";
import { joinQueue } from "../../../src/scheduling/line/join-queue.ts";
import { maria, pay, placedOrder } from "../../kit/shop.ts";
import { openWatch, sitDown } from "../../kit/watch-story.ts";

const by = "installation" as const;
const cpfs = ["11144477735", "12345678909", "98765432100", "15350946056", "39053344705"];

/** Paid orders of other people, and a shop that sells a time until it begins. */
async function open(agents: number) {
  const story = await openWatch(agents);
  const { ctx, ear, run, shop, manager } = story;
  const [terms] = await bookingTermsOf(ctx.db, [shop.productId]);
  const soon = { ...terms!, noticeMinutes: 0 };
  await setBookingTerms(ctx, { terms: soon, by: manager });
  let next = 0;
  const paid = async () => {
    const cpf = cpfs[next++] as Cpf;
    const { orderId } = await placedOrder(ctx, shop.productId, { ...maria, name: `Titular ${next}`, cpf }, ear, run);
    await pay(ctx, orderId);
    await run();
    return orderId;
  };
  const at = (clock: string) => new Date(`2026-11-23T${clock}:00Z`);
  return { ...story, paid, at };
}

test("a full agenda: the next of the line is called where the usual length fits before the agent's own, and not later", async () => {
  const { world, ctx, clock, paid, at, expected } = await open(1);
  await using _ = world;
  // Maria has 14:00; the slot of a call at 13:45 runs to 14:15.
  await sitDown(ctx, expected);
  const [first, second] = [await paid(), await paid()];
  clock.set(at("13:45"));
  await sitDown(ctx, expected);
  for (const orderId of [first, second]) await joinQueue(ctx, { orderId, by });
  clock.set(at("13:50"));
  const called = await callNext(ctx, { by: expected });
  assert.deepEqual(
    [called.orderId, called.endsAt],
    [first, at("14:20")],
    "its slot runs into the next: it stands beside",
  );
  assert.deepEqual(await agendaFaults(ctx.db), []);
  await releaseOrderTime(ctx, { orderId: first, reason: "cancelled", actor: { kind: "system" } });
  assert.deepEqual(await agendaFaults(ctx.db), [], "its end frees nothing of the booking's cells");
  clock.set(at("13:51"));
  const late = await callNext(ctx, { by: expected }).catch((error: unknown) => error);
  assert.ok(late instanceof Failure && late.code === "next-too-near", String(late));
  assert.match(late.title, /das 11h/);
  assert.equal(await openAppointmentOf(ctx.db, second, clock.now()), undefined, "who waits goes on waiting");
});

test("SQL keeps what is sold apart, whatever stands beside; what is held is never beside", async () => {
  const { world, ctx, clock, order, paid, at, expected, others } = await open(2);
  await using _ = world;
  const other = await paid();
  const sold = await bookAppointment(ctx, { orderId: other, startsAt: at("14:00"), by });
  assert.equal(sold.agentId, others[0]!.id);
  const maria = (await openAppointmentOf(ctx.db, order.orderId, clock.now()))!;
  const alter = (text: string) => transact(ctx.db, (tx) => sql.raw(text).execute(tx));
  await assert.rejects(
    alter(`update appointments set agent_id = '${others[0]!.id}' where id = '${maria.id}'`),
    /agent_has_one_appointment_at_a_time/,
  );
  await transact(ctx.db, (tx) => handOverAppointment(tx, { appointmentId: maria.id, agentId: others[0]!.id }));
  assert.deepEqual(await agendaFaults(ctx.db), []);
  await assert.rejects(
    alter(`update appointments set beside = false where id = '${maria.id}'`),
    /agent_has_one_appointment_at_a_time/,
  );
  await assert.rejects(
    alter(`update appointments set status = 'held', hold_expires_at = now() where id = '${maria.id}'`),
  );
  // Back to one whose time is free, it is sold time again: nobody else is sold it.
  await transact(ctx.db, (tx) => handOverAppointment(tx, { appointmentId: maria.id, agentId: expected.id }));
  assert.deepEqual(await agendaFaults(ctx.db), []);
  await assert.rejects(
    alter(`update appointments set agent_id = '${expected.id}' where id = '${sold.id}'`),
    /agent_has_one_appointment_at_a_time/,
  );
});

test("race: somebody is called and the agent's next time is sold at once: one of the two, in every round", async () => {
  const { world, ctx, clock, paid, at, expected } = await open(1);
  await using _ = world;
  await sitDown(ctx, expected);
  const [waits, books] = [await paid(), await paid()];
  const outcomes = new Set<string>();
  for (let round = 0; round < 6; round++) {
    // 16:22, the next on the grid is 16:30: eight minutes, less than the usual length.
    clock.set(at("16:22"));
    await sitDown(ctx, expected);
    await joinQueue(ctx, { orderId: waits, by });
    const book = () => bookAppointment(ctx, { orderId: books, startsAt: at("16:30"), by });
    const call = () => callNext(ctx, { by: expected });
    const both = await Promise.allSettled(round % 2 ? [call(), book()] : [book(), call()]);
    const won = both.flatMap((one) => (one.status === "fulfilled" ? [one.value.orderId] : []));
    assert.equal(won.length, 1);
    for (const one of both)
      if (one.status === "rejected") assert.ok(one.reason instanceof Failure, `in words: ${one.reason}`);
    outcomes.add(won[0]!);
    assert.deepEqual(await agendaFaults(ctx.db), []);
    for (const orderId of [waits, books])
      await releaseOrderTime(ctx, { orderId, reason: "cancelled", actor: { kind: "system" } });
    await transact(ctx.db, (tx) => sql`update walk_ins set ended_at = now() where ended_at is null`.execute(tx));
  }
  assert.ok(outcomes.size > 0);
});

test("race: two agents take over from each other while their times are sold: nothing sold twice, nobody waits for ever", async () => {
  const { world, ctx, clock, order, paid, at, expected, others } = await open(2);
  await using _ = world;
  const [one, ...more] = [await paid(), await paid(), await paid(), await paid()];
  await bookAppointment(ctx, { orderId: one!, startsAt: at("14:00"), by });
  const ids = await Promise.all([order.orderId, one!].map((id) => openAppointmentOf(ctx.db, id, clock.now())));
  const agents = [expected.id, others[0]!.id];
  for (let round = 0; round < 6; round++) {
    const swaps = ids.map((appointment, n) =>
      transact(ctx.db, (tx) =>
        handOverAppointment(tx, { appointmentId: appointment!.id, agentId: agents[(round + n) % 2]! }),
      ),
    );
    const books = more.map((orderId) => bookAppointment(ctx, { orderId, startsAt: at("14:30"), by }));
    const [swapped, booked] = await Promise.all([Promise.allSettled(swaps), Promise.allSettled(books)]);
    for (const done of swapped) assert.equal(done.status, "fulfilled");
    const sold = booked.filter(({ status }) => status === "fulfilled");
    assert.equal(sold.length, 2, "as many as there are agents");
    assert.deepEqual(await agendaFaults(ctx.db), []);
    for (const orderId of more)
      await releaseOrderTime(ctx, { orderId, reason: "cancelled", actor: { kind: "system" } });
  }
  for (const appointment of ids) assert.equal((await appointmentById(ctx.db, appointment!.id))?.status, "booked");
  assert.deepEqual(await agendaFaults(ctx.db), []);
});
