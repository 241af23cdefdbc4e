import assert from "node:assert/strict";
import { test } from "node:test";
import { remind } from "../../../src/notifications/followers/follow-appointment.ts";
import { messagesOf } from "../../../src/notifications/followers/notifications-reads.ts";
import { deliveryState } from "../../../src/notifications/outbox/message.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { releaseOrderTime } from "../../../src/scheduling/appointments/release-appointment.ts";
import { openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { rescheduleAppointment } from "../../../src/scheduling/booking/reschedule-appointment.ts";
import { openWatch } from "../../kit/watch-story.ts";

const actor = { kind: "applicant" } as const;
const hours = (count: number) => count * 3_600_000;

test("a reminder written before the move and not yet sent is withdrawn, and the page says why", async () => {
  const { world, ctx, clock, order, parcels, run } = await openWatch(2);
  await using _ = world;
  const first = (await openAppointmentOf(ctx.db, order.orderId, clock.now()))!;
  clock.set(new Date(first.startsAt.getTime() - hours(0.5)));
  await remind(ctx, { appointmentId: first.id, reminder: "hour-before" });
  await rescheduleAppointment(ctx, {
    orderId: order.orderId,
    startsAt: new Date(first.startsAt.getTime() + hours(4)),
    by: holderOf(order.orderId),
  });
  const before = parcels.length;
  await run();
  const sent = parcels.slice(before).map(({ subject }) => subject);
  assert.ok(!sent.some((subject) => /^Hoje/.test(subject)), sent.join("\n"));
  assert.ok(sent.some((subject) => /^Novo horário/.test(subject)));
  const held = (await messagesOf(ctx.db, order.orderId)).find(({ template }) => template === "hour-before")!;
  assert.equal(deliveryState(held), "withdrawn");
});

test("race: reminders and moves at the same moment; whatever was sent speaks of the time that stood", async () => {
  const { world, ctx, clock, order, run } = await openWatch(3);
  await using _ = world;
  const { orderId } = order;
  for (let round = 0; round < 5; round++) {
    const visit = (await openAppointmentOf(ctx.db, orderId, clock.now()))!;
    clock.set(new Date(visit.startsAt.getTime() - hours(0.9)));
    const startsAt = new Date(visit.startsAt.getTime() + hours(3));
    await Promise.all([
      remind(ctx, { appointmentId: visit.id, reminder: "hour-before" }),
      remind(ctx, { appointmentId: visit.id, reminder: "day-before" }),
      rescheduleAppointment(ctx, { orderId, startsAt, by: holderOf(orderId) }),
    ]);
    await run();
  }
  const stands = (await openAppointmentOf(ctx.db, orderId, clock.now()))!;
  for (const message of await messagesOf(ctx.db, orderId)) {
    if (message.appointmentId === stands.id || !/-before$/.test(message.template)) continue;
    assert.notEqual(deliveryState(message), "sent", `${message.subject} was sent for a freed time`);
  }
});

test("a late job reminds nobody of a time that was given up and booked anew", async () => {
  const { world, ctx, clock, order, run, parcels } = await openWatch(2);
  await using _ = world;
  const first = (await openAppointmentOf(ctx.db, order.orderId, clock.now()))!;
  await releaseOrderTime(ctx, { orderId: order.orderId, reason: "cancelled", actor });
  await bookAppointment(ctx, {
    orderId: order.orderId,
    startsAt: new Date(first.startsAt.getTime() + hours(2)),
    by: holderOf(order.orderId),
  });
  await run();
  const before = parcels.length;
  await remind(ctx, { appointmentId: first.id, reminder: "hour-before" });
  await run();
  assert.equal(parcels.length, before);
});
