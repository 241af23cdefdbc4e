import assert from "node:assert/strict";
import { test } from "node:test";
import { openDoor } from "../../src/faces/door.ts";
import { routesOf } from "../../src/faces/routes.ts";
import { installationSeal } from "../../src/issuance/installation-seal.ts";
import { holderOf } from "../../src/orders/order-principal.ts";
import { simulatedBank } from "../../src/payments/providers/simulated-bank.ts";
import { Failure } from "../../src/platform/failure.ts";
import { holdSlot } from "../../src/scheduling/hold-slot.ts";
import { rescheduleAppointment } from "../../src/scheduling/reschedule-appointment.ts";
import { appointmentsOf } from "../../src/scheduling/scheduling-views.ts";
import { maria, placedOrder, readyDraft } from "../shop.ts";
import { visitor } from "../visitor.ts";
import { openWatch, silentMedia } from "../watch-story.ts";

/** The whole site; Maria has paid and sits at 11:00 in Brasília, 14:00 UTC. */
async function open(agents = 2) {
  const story = await openWatch(agents);
  const { ctx } = story;
  const app = await openDoor(
    ctx,
    routesOf({ ctx, provider: simulatedBank(), media: silentMedia, signer: installationSeal }),
  );
  const browse = (accessToken?: string) => {
    const guest = visitor(app);
    if (accessToken) guest.keep({ confere_pedido: accessToken });
    return guest;
  };
  return {
    ...story,
    browse,
    base: `/pedido/${story.order.number}`,
    async [Symbol.asyncDispose]() {
      await app.close();
      await story.world.close();
    },
  };
}

const at = "2026-11-24T15:00:00.000Z";
const refused = (code: string) => (error: unknown) => error instanceof Failure && error.code === code;

test("changing a time shows from and to, asks once, and says the new time", async () => {
  await using story = await open();
  const { browse, base, order, ctx, run, parcels } = story;
  const page = browse(order.accessToken);
  await page.open(`${base}/horario?dia=2026-11-24`);
  await page.send(`${base}/horario`, { horario: at });
  assert.equal(page.heading(), "Confirma o novo horário?");
  assert.match(page.page.text, /De<[\s\S]*23 de novembro[\s\S]*às 11h[\s\S]*Para<[\s\S]*24 de novembro[\s\S]*às 12h/);
  const stands = async () => (await appointmentsOf(ctx.db, order.orderId)).filter(({ status }) => status === "booked");
  assert.equal((await stands())[0]!.startsAt.toISOString(), "2026-11-23T14:00:00.000Z", "nothing changed yet");
  await run();
  assert.ok(!parcels.some(({ subject }) => subject.startsWith("Novo horário")));
  const [seen] = await stands();
  await page.send(`${base}/horario/mudanca`);
  assert.equal(page.page.path, `${base}?horario=mudado`);
  assert.match(page.page.text, /role="status"[\s\S]*Horário mudado[\s\S]*24 de novembro[\s\S]*às 12h/);
  assert.deepEqual(
    (await stands()).map(({ startsAt }) => startsAt.toISOString()),
    [at],
  );
  await page.open(base);
  assert.doesNotMatch(page.page.text, /Horário mudado/, "said once, not for ever");
  // The page of before, sent again, or for another time than was seen.
  const again = await page.request("POST", `${base}/horario/mudanca`, { horario: at, de: seen!.id });
  assert.equal(again.location, `${base}?horario=mudado`, "done already");
  const stale = { horario: "2026-11-24T16:00:00.000Z", de: seen!.id };
  const other = await page.request("POST", `${base}/horario/mudanca`, stale);
  assert.equal(other.status, 409);
  assert.match(other.text, /O horário mudou enquanto esta página estava aberta/);
  await page.open(`${base}/horario/mudanca?horario=${encodeURIComponent(at)}`);
  assert.equal(page.page.path, `${base}/horario`, "to the time it is: nothing to confirm");
  assert.equal((await stands())[0]!.calendarSequence, 1);
});

test("race: the button pressed twice changes the time once", async () => {
  await using story = await open();
  const { order, ctx } = story;
  const [booked] = (await appointmentsOf(ctx.db, order.orderId)).filter(({ status }) => status === "booked");
  const change = { orderId: order.orderId, startsAt: new Date(at), by: holderOf(order.orderId), insteadOf: booked!.id };
  const moved = await Promise.all([1, 2, 3].map(() => rescheduleAppointment(ctx, change)));
  assert.equal(new Set(moved.map(({ id }) => id)).size, 1);
  assert.equal((await appointmentsOf(ctx.db, order.orderId)).length, 2);
  const otherTime = { ...change, startsAt: new Date("2026-11-24T16:00:00Z") };
  await assert.rejects(rescheduleAppointment(ctx, otherTime), refused("appointment-changed"));
});

test("a lost session: number and CPF lead back to the page, with the time that was chosen", async () => {
  await using story = await open();
  const { browse, base, order } = story;
  const page = browse(order.accessToken);
  await page.open(`${base}/horario?dia=2026-11-24`);
  page.forget();
  page.keep({ confere_pedido: "" });
  await page.send(`${base}/horario`, { horario: at });
  assert.equal(page.heading(), "Abrir meu pedido");
  assert.match(page.page.text, /Para continuar de onde parou/);
  await page.send("/pedido", { documento: "529.982.247-25" });
  assert.match(page.page.path, new RegExp(`^${base}/horario\\?`));
  assert.match(page.page.text, /O horário que você tinha escolhido<[\s\S]*24 de novembro[\s\S]*às 12h/);
  assert.match(page.page.text, new RegExp(`<input[^>]*value="${at}"[^>]*checked`), "and stays ticked among the others");
  await page.send(`${base}/horario`);
  assert.equal(page.heading(), "Confirma o novo horário?");
  // Lost again at the last press: back to the same question.
  page.keep({ confere_pedido: "" });
  await page.send(`${base}/horario/mudanca`);
  await page.send("/pedido", { documento: "529.982.247-25" });
  assert.equal(page.heading(), "Confirma o novo horário?");
  await page.send(`${base}/horario/mudanca`);
  assert.match(page.page.text, /Horário mudado/);
});

test("a lost session whose time went to somebody else meanwhile says so; a foreign link leads to the order's own page", async () => {
  await using story = await open(1);
  const { browse, base, order, ctx, shop, ear, run } = story;
  const taken = await placedOrder(ctx, shop.productId, { ...maria, cpf: "39053344705" as typeof maria.cpf }, ear, run);
  await holdSlot(ctx, { orderId: taken.orderId, startsAt: new Date(at), by: holderOf(taken.orderId) });
  const page = browse();
  const wanted = `${base}/horario?horario=${encodeURIComponent(at)}`;
  await page.open(`/pedido?depois=${encodeURIComponent(wanted)}`);
  await page.send("/pedido", { documento: "529.982.247-25" });
  assert.match(page.page.text, /O horário que você tinha escolhido não está mais livre/);
  for (const depois of ["https://evil.example/", `//evil.example${base}`, `${base}/../../desk`, `/\\evil.example`]) {
    const answer = await browse().request("POST", "/pedido", {
      numero: order.number,
      documento: "529.982.247-25",
      depois,
    });
    assert.equal(answer.location, base, depois);
  }
});

test("a draft without its cookie says what to do, whether it exists or not", async () => {
  await using story = await open();
  const { browse, ctx, shop, ear, run } = story;
  const { orderId } = await readyDraft(ctx, shop.productId, maria, ear, run);
  const stranger = browse();
  const [known, unknown] = [
    await stranger.request("GET", `/comprar/${orderId}/horario`),
    await stranger.request("GET", "/comprar/01900000-0000-7000-8000-000000000001/horario"),
  ];
  assert.deepEqual([known.status, unknown.status, known.text === unknown.text], [404, 404, true]);
  assert.match(known.text, /Esta compra não está aberta neste aparelho\.[\s\S]*comece de novo/);
  assert.match(known.text, /href="\/#certificados"[\s\S]*href="\/pedido"/);
  const sent = await stranger.request("POST", `/comprar/${orderId}/horario`, { horario: at });
  assert.match(sent.text, /Esta compra não está aberta neste aparelho/);
});
