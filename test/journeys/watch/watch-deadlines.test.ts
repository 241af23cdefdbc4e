import assert from "node:assert/strict";
import { test } from "node:test";
import { mailboxCourier } from "../../../src/notifications/couriers/mailbox-courier.ts";
import { messagesOf } from "../../../src/notifications/followers/notifications-reads.ts";
import { notificationsJobs } from "../../../src/notifications/notifications-jobs.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { orderById } from "../../../src/orders/orders-reads.ts";
import { openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { holdSlot } from "../../../src/scheduling/booking/hold-slot.ts";
import { deadlinesOfRa, openDeadlinesOf } from "../../../src/watch/deadlines/deadline-reads.ts";
import { keepDeadlines } from "../../../src/watch/deadlines/keep-deadlines.ts";
import { tasksOf } from "../../../src/watch/lateness/watch-reads.ts";
import { watchJobs } from "../../../src/watch/watch-jobs.ts";
import { listener, maria, openShop, pay, placedOrder } from "../../kit/shop.ts";
import { createWorld } from "../../kit/world.ts";

async function open() {
  const world = await createWorld();
  const { ctx, clock } = world;
  const ear = listener();
  const domains = { ...ear.domains, watch: watchJobs, notifications: notificationsJobs(mailboxCourier) };
  const run = () => world.runJobs(domains);
  const shop = await openShop(ctx);
  const order = await placedOrder(ctx, shop.productId, maria, ear, run);
  await run();
  const templates = async () => (await messagesOf(ctx.db, order.orderId)).map(({ template }) => template);
  const later = async (hours: number) => {
    clock.advance({ hours });
    await run();
  };
  return { world, ctx, clock, run, shop, order, templates, later };
}

test("an order that is not paid is warned a day before and cancelled at its date, its slot freed", async () => {
  const { world, ctx, order, later, templates } = await open();
  await using _ = world;
  const [payment] = await openDeadlinesOf(ctx.db, order.orderId);
  assert.equal(payment?.kind, "payment");
  await later(143);
  assert.ok(!(await templates()).includes("deadline-warned-payment"));
  await later(1.1);
  assert.equal((await templates()).filter((one) => one === "deadline-warned-payment").length, 1);
  await holdSlot(ctx, {
    orderId: order.orderId,
    startsAt: new Date("2026-12-01T14:00:00Z"),
    by: holderOf(order.orderId),
  });
  await later(23.9);
  const cancelled = await orderById(ctx.db, order.orderId);
  assert.equal(cancelled?.cancelledReason, "prazo de pagamento");
  assert.equal(await openAppointmentOf(ctx.db, order.orderId, ctx.clock.now()), undefined);
  assert.deepEqual(await openDeadlinesOf(ctx.db, order.orderId), []);
});

test("payment ends its own date and begins the validation's; that one asks a person when it passes", async () => {
  const { world, ctx, order, shop, run, later, templates } = await open();
  await using _ = world;
  await pay(ctx, order.orderId);
  await run();
  const [validation, ...others] = await openDeadlinesOf(ctx.db, order.orderId);
  assert.equal(validation?.kind, "validation");
  assert.deepEqual(others, []);
  await keepDeadlines(ctx, { orderId: order.orderId });
  assert.equal((await openDeadlinesOf(ctx.db, order.orderId)).length, 1, "heard twice, begun once");
  await later(24 * 8);
  assert.equal((await orderById(ctx.db, order.orderId))?.cancelledAt, null);
  await later(24 * 52.1);
  assert.equal((await templates()).filter((one) => one === "deadline-warned-validation").length, 1);
  const horizon = new Date(ctx.clock.now().getTime() + 60 * 24 * 3_600_000);
  assert.deepEqual(
    (await deadlinesOfRa(ctx.db, shop.raId, horizon)).map(({ kind }) => kind),
    ["validation"],
  );
  await later(24 * 31);
  const tasks = await tasksOf(ctx.db, shop.raId, ctx.clock.now());
  assert.deepEqual(
    tasks.map(({ kind }) => kind),
    ["validation-ended"],
  );
  assert.ok((await templates()).includes("deadline-passed-validation"));
});
