import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor } from "../../../src/faces/door.ts";
import { routesOf } from "../../../src/faces/routes.ts";
import { messagesOf } from "../../../src/notifications/followers/notifications-reads.ts";
import { tellHolder } from "../../../src/notifications/followers/tell-holder.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { releaseAppointment } from "../../../src/scheduling/appointments/release-appointment.ts";
import { openAppointmentOf } from "../../../src/scheduling/appointments/scheduling-reads.ts";
import { bookAppointment } from "../../../src/scheduling/booking/book-appointment.ts";
import { rescheduleAppointment } from "../../../src/scheduling/booking/reschedule-appointment.ts";
import { maria, pay, placedOrder } from "../../kit/shop.ts";
import { visitor } from "../../kit/visitor.ts";
import { facesOf, openWatch } from "../../kit/watch-story.ts";

/** A week later than the other journeys, in the days of the rule; Maria has paid, and has no time. */
async function open() {
  const story = await openWatch();
  const { ctx, clock, ear, run, shop, parcels } = story;
  clock.set("2026-12-01T13:00:00Z");
  await run();
  parcels.length = 0;
  const order = await placedOrder(ctx, shop.productId, maria, ear, run);
  await pay(ctx, order.orderId);
  await run();
  const to = { orderId: order.orderId, by: holderOf(order.orderId) };
  const dayAfter = (hour: number) => new Date(Date.UTC(2026, 11, 3, hour));
  /** What left since, by subject. */
  const left = () =>
    parcels
      .splice(0)
      .map(({ subject }) => subject)
      .filter((subject) => !subject.startsWith("Seu código"));
  const minutes = async (count: number) => {
    clock.advance({ minutes: count });
    await run();
  };
  const time = async () => (await openAppointmentOf(ctx.db, order.orderId, clock.now()))!;
  return { ...story, order, to, dayAfter, left, minutes, time };
}

test("changed three times in ten minutes: the first is told at once, the rest in one letter that says all", async () => {
  const story = await open();
  await using _ = story.world;
  const { ctx, order, to, dayAfter, left, minutes, run, parcels } = story;
  await using app = await openDoor(ctx, routesOf(facesOf(ctx)));
  const page = visitor(app);
  page.keep({ confere_pedido: order.accessToken });
  assert.deepEqual(
    left().map((subject) => subject.replace(/CERTI\d+/, "N")),
    ["Pedido N: falta o pagamento", "Pedido N: pagamento confirmado, envie os documentos"],
    "money is never held back",
  );
  await bookAppointment(ctx, { ...to, startsAt: dayAfter(15) });
  await run();
  assert.match(
    left().join(),
    /^Videoconferência marcada: quinta-feira, 3 de dezembro, às 12h \(horário de Brasília\)$/,
  );
  await minutes(2);
  await rescheduleAppointment(ctx, { ...to, startsAt: dayAfter(16) });
  await run();
  await minutes(2);
  await rescheduleAppointment(ctx, { ...to, startsAt: dayAfter(17) });
  // Their calendar says no to it: a fact of its own.
  await tellHolder(ctx, order.orderId, "teste-recusa", () => ({
    template: "invitation-declined",
    subject: "Você recusou o convite. Quer outro horário?",
    paragraphs: ["Você recusou no calendário."],
  }));
  await run();
  assert.deepEqual(left(), [], "held");
  await page.open(`/pedido/${order.number}`);
  assert.match(
    page.page.text,
    /Sai em alguns minutos, com o que mais houver/,
    "and read on the order's page meanwhile",
  );
  assert.match(page.page.text, /Novo horário da videoconferência: [^<]*às 14h/);
  await minutes(5);
  assert.deepEqual(left(), []);
  await minutes(1);
  const [sum, ...more] = parcels.splice(0);
  assert.deepEqual(more, []);
  assert.equal(sum!.subject.endsWith("(e mais 1 aviso)"), true, sum!.subject);
  assert.match(sum!.text, /mudou para [^\n]*às 14h/, "the time that stands, 17:00 UTC");
  assert.match(sum!.text, /Você recusou no calendário/);
  assert.doesNotMatch(sum!.text, /às 13h/, "the time that was freed meanwhile sends nobody anywhere");
  assert.match(sum!.calendar!.content, /SEQUENCE:2/);
  assert.deepEqual(
    (await messagesOf(ctx.db, order.orderId)).map(({ template }) => template).filter((one) => one === "summed-up"),
    ["summed-up"],
  );
  await page.open(`/pedido/${order.number}`);
  assert.doesNotMatch(page.page.text, /Sai em alguns minutos/);
  await minutes(3);
  await rescheduleAppointment(ctx, { ...to, startsAt: dayAfter(18) });
  await run();
  assert.deepEqual(left(), [], "the letter that summed up counts too");
  await minutes(7);
  assert.equal(left().length, 1, "one alone leaves as it is");
});

test("the near hour is not held back, nor what takes an entry out of a calendar; other orders and topics have their own", async () => {
  const story = await open();
  await using _ = story.world;
  const { ctx, order, to, left, run, time, shop, ear } = story;
  left();
  const soon = new Date("2026-12-01T13:45:00Z");
  await bookAppointment(ctx, { ...to, startsAt: soon });
  await run();
  await rescheduleAppointment(ctx, { ...to, startsAt: new Date("2026-12-01T14:00:00Z") });
  await run();
  assert.match(left().join("|"), /marcada[^|]*\|Novo horário/, "each at once");
  await releaseAppointment(ctx, {
    appointmentId: (await time()).id,
    reason: "cancelled",
    actor: { kind: "applicant" },
  });
  await run();
  assert.deepEqual(left(), ["Videoconferência desmarcada"]);
  await bookAppointment(ctx, { ...to, startsAt: story.dayAfter(15) });
  await run();
  assert.deepEqual(left(), [], "a far time waits with what else comes");
  const other = await placedOrder(ctx, shop.productId, maria, ear, run);
  assert.notEqual(other.orderId, order.orderId);
  await run();
  assert.equal(left().length, 1, "another order's letter does not wait for this one's");
});

test("race: letters of one topic written at the same moment: one leaves, the others wait for it", async () => {
  const story = await open();
  await using _ = story.world;
  const { ctx, order, left, minutes, run } = story;
  left();
  const write = (n: number) =>
    tellHolder(ctx, order.orderId, `teste-${n}`, () => ({
      template: "device-shipped",
      subject: `Aviso ${n}`,
      paragraphs: [`Fato ${n}.`],
    }));
  await Promise.all([1, 2, 3, 4].map(write));
  await run();
  assert.equal(left().length, 1);
  await minutes(10);
  const [sum] = story.parcels;
  assert.equal(story.parcels.length, 1);
  assert.equal((sum!.text.match(/Fato \d\./g) ?? []).length, 3, "every fact");
});
